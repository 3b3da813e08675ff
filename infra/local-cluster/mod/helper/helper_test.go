package main

import (
	"archive/tar"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func writeSpec(t *testing.T, spec any) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "spec.json")
	text, err := json.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func makeImage(t *testing.T, output, name string) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(program, []byte("content"), 0o755); err != nil {
		t.Fatal(err)
	}
	spec := imageSpec{
		Output: output, Name: name, Architecture: "amd64",
		Config: json.RawMessage(`{"Cmd":["/bin/program"]}`), Files: []imageFile{{Source: program, Target: "/bin/program"}},
	}
	if err := writeImage(writeSpec(t, spec)); err != nil {
		t.Fatal(err)
	}
}

func TestEqualFilesGiveEqualImages(t *testing.T) {
	directory := t.TempDir()
	first, second := filepath.Join(directory, "a.tar"), filepath.Join(directory, "b.tar")
	makeImage(t, first, "quay.io/example/app:v1")
	makeImage(t, second, "quay.io/example/app:v1")
	a, _ := os.ReadFile(first)
	b, _ := os.ReadFile(second)
	if len(a) == 0 || string(a) != string(b) {
		t.Fatal("two archives of the same files differ")
	}
}

func TestAnImageStandsOnItsBaseAndHoldsLinksDirectoriesAndExecutables(t *testing.T) {
	directory := t.TempDir()
	base, script := filepath.Join(directory, "base.tar"), filepath.Join(directory, "script.sh")
	output := filepath.Join(directory, "image.tar")
	for file, content := range map[string]string{base: "any bytes", script: "#!/bin/sh"} {
		if err := os.WriteFile(file, []byte(content), 0o444); err != nil {
			t.Fatal(err)
		}
	}
	spec := imageSpec{
		Output: output, Name: "example.com/app:v1", Architecture: "amd64", Config: json.RawMessage(`{}`),
		Base:        []string{base},
		Files:       []imageFile{{Source: script, Target: "/usr/local/bin/script", Executable: true}},
		Links:       map[string]string{"/usr/local/bin/other": "/usr/local/bin/script"},
		Directories: []string{"/app/config"},
	}
	if err := writeImage(writeSpec(t, spec)); err != nil {
		t.Fatal(err)
	}
	image, err := openArchive(output)
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct{ Layers []descriptor }
	text, _ := image.blobs[image.names["example.com/app:v1"]].read()
	if err := json.Unmarshal(text, &manifest); err != nil || len(manifest.Layers) != 2 {
		t.Fatalf("expected the base and one layer more, got %s", text)
	}
	if content, _ := image.blobs[manifest.Layers[0].Digest].read(); string(content) != "any bytes" {
		t.Fatalf("the base is %q", content)
	}
	reader, closer, _ := image.blobs[manifest.Layers[1].Digest].open()
	defer closer.Close()
	entries := map[string]*tar.Header{}
	for layer := tar.NewReader(reader); ; {
		header, err := layer.Next()
		if err != nil {
			break
		}
		entries[header.Name] = header
	}
	if entry := entries["usr/local/bin/script"]; entry == nil || entry.Mode != 0o755 {
		t.Fatalf("the script is not executable: %v", entry)
	}
	if entry := entries["usr/local/bin/other"]; entry == nil || entry.Linkname != "/usr/local/bin/script" {
		t.Fatalf("the link is missing: %v", entry)
	}
	if entry := entries["app/config/"]; entry == nil || entry.Mode != 0o777 {
		t.Fatalf("the directory is not open: %v", entry)
	}
}

func get(t *testing.T, handler http.Handler, path string) (int, string, http.Header) {
	t.Helper()
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, path, nil))
	body, _ := io.ReadAll(recorder.Body)
	return recorder.Code, string(body), recorder.Header()
}

func TestRegistryServesAnImageUnderItsOwnHostAndTag(t *testing.T) {
	directory := t.TempDir()
	handler := &registry{directories: []string{directory}, known: map[string]indexedFile{}}
	if code, _, _ := get(t, handler, "/v2/example/app/manifests/v1?ns=quay.io"); code != http.StatusNotFound {
		t.Fatalf("an empty registry answered %d", code)
	}
	makeImage(t, filepath.Join(directory, "app.tar"), "quay.io/example/app:v1")
	code, body, header := get(t, handler, "/v2/example/app/manifests/v1?ns=quay.io")
	if code != http.StatusOK || header.Get("Content-Type") != manifestType {
		t.Fatalf("got %d %s %s", code, header.Get("Content-Type"), body)
	}
	var manifest struct{ Layers []descriptor }
	if err := json.Unmarshal([]byte(body), &manifest); err != nil {
		t.Fatal(err)
	}
	code, layer, _ := get(t, handler, "/v2/example/app/blobs/"+manifest.Layers[0].Digest+"?ns=quay.io")
	if code != http.StatusOK || digestOf([]byte(layer)) != manifest.Layers[0].Digest {
		t.Fatalf("got %d and another layer", code)
	}
	for _, path := range []string{"example/app/manifests/v2?ns=quay.io", "example/app/manifests/v1?ns=docker.io", "other/manifests/v1?ns=quay.io"} {
		if code, _, _ := get(t, handler, "/v2/"+path); code != http.StatusNotFound {
			t.Errorf("%s: got %d", path, code)
		}
	}
}

func TestDockerArchiveIsServed(t *testing.T) {
	directory := t.TempDir()
	file, err := os.Create(filepath.Join(directory, "saved.tar"))
	if err != nil {
		t.Fatal(err)
	}
	writer := tar.NewWriter(file)
	for name, content := range map[string]string{
		"c.json":        `{"os":"linux"}`,
		"l/layer.tar":   "layer",
		"manifest.json": `[{"Config":"c.json","RepoTags":["app:v1"],"Layers":["l/layer.tar"]}]`,
	} {
		if err := addBytes(writer, name, []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	handler := &registry{directories: []string{directory}, known: map[string]indexedFile{}}
	code, body, _ := get(t, handler, "/v2/library/app/manifests/v1?ns=docker.io")
	if code != http.StatusOK || !strings.Contains(body, digestOf([]byte("layer"))) {
		t.Fatalf("got %d %s", code, body)
	}
}

func TestArchiveWithoutANameIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "no.tar")
	if err := os.WriteFile(file, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openArchive(file); err == nil || !strings.Contains(err.Error(), "not a tar archive") {
		t.Fatalf("got %v", err)
	}
}

func TestShortNamesAreCompletedAsDockerDoes(t *testing.T) {
	for short, full := range map[string]string{
		"app":                  "docker.io/library/app:latest",
		"team/app:v1":          "docker.io/team/app:v1",
		"quay.io/team/app:v1":  "quay.io/team/app:v1",
		"localhost/app:v1":     "localhost/app:v1",
		"localhost:5000/app:1": "localhost:5000/app:1",
	} {
		if got := fullName(short); got != full {
			t.Errorf("%s: got %s, expected %s", short, got, full)
		}
	}
}

func TestCertificatesVerifyAgainstTheirAuthority(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "pki")
	spec := pkiSpec{directory, "test", []certificateSpec{{"apiserver", "kube-apiserver", nil, []string{"kubernetes"}, []string{"10.0.0.1"}}}}
	if err := writePKI(writeSpec(t, spec)); err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	authority, _ := os.ReadFile(filepath.Join(directory, "ca.crt"))
	roots.AppendCertsFromPEM(authority)
	text, _ := os.ReadFile(filepath.Join(directory, "apiserver.crt"))
	block, _ := pem.Decode(text)
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := certificate.Verify(x509.VerifyOptions{Roots: roots, DNSName: "kubernetes"}); err != nil {
		t.Fatal(err)
	}
}
