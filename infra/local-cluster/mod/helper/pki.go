package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

const certificateLifetime = 365 * 24 * time.Hour

type pkiSpec struct {
	Directory    string            `json:"directory"`
	Authority    string            `json:"authority"`
	Certificates []certificateSpec `json:"certificates"`
}

type certificateSpec struct {
	File          string   `json:"file"`
	CommonName    string   `json:"commonName"`
	Organizations []string `json:"organizations"`
	DNSNames      []string `json:"dnsNames"`
	IPs           []string `json:"ips"`
}

// writePKI writes ca, every certificate of the spec (FILE.crt, FILE.key) and
// the service accounts' key pair (sa.key, sa.pub) into the spec's directory.
func writePKI(specPath string) error {
	var spec pkiSpec
	if err := readJSON(specPath, &spec); err != nil {
		return err
	}
	if err := os.MkdirAll(spec.Directory, 0o700); err != nil {
		return err
	}
	authority := template(certificateSpec{CommonName: spec.Authority})
	authority.IsCA = true
	authority.BasicConstraintsValid = true
	authority.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	authorityKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	if err := writeCertificate(spec.Directory, "ca", authority, authority, authorityKey, authorityKey); err != nil {
		return err
	}
	for _, certificate := range spec.Certificates {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return err
		}
		if err := writeCertificate(spec.Directory, certificate.File, template(certificate), authority, key, authorityKey); err != nil {
			return err
		}
	}
	return writeServiceAccountKeys(spec.Directory)
}

func template(spec certificateSpec) *x509.Certificate {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		panic(err) // the system's source of randomness is broken
	}
	certificate := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: spec.CommonName, Organization: spec.Organizations},
		NotBefore:    time.Now().Add(-5 * time.Minute),
		NotAfter:     time.Now().Add(certificateLifetime),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		DNSNames:     spec.DNSNames,
	}
	for _, ip := range spec.IPs {
		certificate.IPAddresses = append(certificate.IPAddresses, net.ParseIP(ip))
	}
	return certificate
}

func writeCertificate(directory, file string, certificate, parent *x509.Certificate, key, parentKey *ecdsa.PrivateKey) error {
	der, err := x509.CreateCertificate(rand.Reader, certificate, parent, &key.PublicKey, parentKey)
	if err != nil {
		return err
	}
	if err := writePEM(filepath.Join(directory, file+".crt"), "CERTIFICATE", der); err != nil {
		return err
	}
	return writePrivateKey(filepath.Join(directory, file+".key"), key)
}

func writeServiceAccountKeys(directory string) error {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return err
	}
	if err := writePEM(filepath.Join(directory, "sa.pub"), "PUBLIC KEY", public); err != nil {
		return err
	}
	return writePrivateKey(filepath.Join(directory, "sa.key"), key)
}

func writePrivateKey(path string, key crypto.PrivateKey) error {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	return writePEM(path, "PRIVATE KEY", der)
}

func writePEM(path, kind string, der []byte) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}

func readJSON(path string, value any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, value)
}
