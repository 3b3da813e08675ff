package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

const (
	indexType    = "application/vnd.oci.image.index.v1+json"
	manifestType = "application/vnd.oci.image.manifest.v1+json"
	configType   = "application/vnd.oci.image.config.v1+json"
	layerType    = "application/vnd.oci.image.layer.v1.tar"
	nameKey      = "io.containerd.image.name"
	refKey       = "org.opencontainers.image.ref.name"
)

type imageSpec struct {
	Output       string          `json:"output"`
	Name         string          `json:"name"`
	Architecture string          `json:"architecture"`
	Config       json.RawMessage `json:"config"`
	Files        []imageFile     `json:"files"`
}

// imageFile is a file or a directory of the host and its absolute path in the image.
type imageFile struct {
	Source string `json:"source"`
	Target string `json:"target"`
}

type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int64             `json:"size"`
	Annotations map[string]string `json:"annotations,omitempty"`
	Platform    map[string]string `json:"platform,omitempty"`
}

// writeImage writes an OCI archive of one layer, FROM scratch; equal files
// give equal bytes, whenever it is run.
func writeImage(specPath string) error {
	var spec imageSpec
	if err := readJSON(specPath, &spec); err != nil {
		return err
	}
	layerPath := spec.Output + ".layer"
	defer os.Remove(layerPath)
	layer, err := writeLayer(layerPath, spec.Files)
	if err != nil {
		return err
	}
	output, err := os.Create(spec.Output)
	if err != nil {
		return err
	}
	defer output.Close()
	archive := tar.NewWriter(output)
	if err := writeDocuments(archive, spec, layer, layerPath); err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return output.Close()
}

func writeDocuments(archive *tar.Writer, spec imageSpec, layer descriptor, layerPath string) error {
	platform := map[string]string{"architecture": spec.Architecture, "os": "linux"}
	config := document(map[string]any{
		"architecture": spec.Architecture, "os": "linux", "config": spec.Config,
		"rootfs": map[string]any{"type": "layers", "diff_ids": []string{layer.Digest}},
	})
	manifest := document(map[string]any{
		"schemaVersion": 2, "mediaType": manifestType,
		"config": describe(configType, config), "layers": []descriptor{layer},
	})
	entry := describe(manifestType, manifest)
	entry.Platform = platform
	entry.Annotations = map[string]string{nameKey: spec.Name, refKey: spec.Name[strings.LastIndex(spec.Name, ":")+1:]}
	index := document(map[string]any{"schemaVersion": 2, "mediaType": indexType, "manifests": []descriptor{entry}})

	if err := addFile(archive, layerPath, blobPath(layer.Digest)); err != nil {
		return err
	}
	for _, blob := range [][]byte{config, manifest} {
		if err := addBytes(archive, blobPath(digestOf(blob)), blob); err != nil {
			return err
		}
	}
	if err := addBytes(archive, "oci-layout", []byte(`{"imageLayoutVersion":"1.0.0"}`)); err != nil {
		return err
	}
	return addBytes(archive, "index.json", index)
}

func writeLayer(layerPath string, files []imageFile) (descriptor, error) {
	output, err := os.Create(layerPath)
	if err != nil {
		return descriptor{}, err
	}
	defer output.Close()
	hash := sha256.New()
	layer := layerWriter{tar.NewWriter(io.MultiWriter(output, hash)), map[string]bool{}}
	if err := layer.directory("tmp", 0o1777); err != nil {
		return descriptor{}, err
	}
	for _, file := range files {
		if err := layer.add(file); err != nil {
			return descriptor{}, err
		}
	}
	if err := layer.Close(); err != nil {
		return descriptor{}, err
	}
	info, err := output.Stat()
	if err != nil {
		return descriptor{}, err
	}
	return descriptor{MediaType: layerType, Digest: "sha256:" + hex.EncodeToString(hash.Sum(nil)), Size: info.Size()}, nil
}

type layerWriter struct {
	*tar.Writer
	directories map[string]bool
}

func (layer layerWriter) add(file imageFile) error {
	target := strings.TrimPrefix(file.Target, "/")
	return filepath.WalkDir(file.Source, func(source string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative, err := filepath.Rel(file.Source, source)
		if err != nil {
			return err
		}
		name := path.Join(target, filepath.ToSlash(relative))
		if err := layer.directory(path.Dir(name), 0o755); err != nil {
			return err
		}
		return addFile(layer.Writer, source, name)
	})
}

// directory adds the named directory and those above it, once.
func (layer layerWriter) directory(name string, mode int64) error {
	if name == "." || name == "" || layer.directories[name] {
		return nil
	}
	if err := layer.directory(path.Dir(name), 0o755); err != nil {
		return err
	}
	layer.directories[name] = true
	return layer.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: name + "/", Mode: mode})
}

func addFile(archive *tar.Writer, source, name string) error {
	file, err := os.Open(source)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	mode := int64(0o644)
	if info.Mode()&0o100 != 0 {
		mode = 0o755
	}
	if err := archive.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: mode, Size: info.Size()}); err != nil {
		return err
	}
	_, err = io.Copy(archive, file)
	return err
}

func addBytes(archive *tar.Writer, name string, content []byte) error {
	if err := archive.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, Size: int64(len(content))}); err != nil {
		return err
	}
	_, err := io.Copy(archive, bytes.NewReader(content))
	return err
}

func document(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // only maps, strings and numbers are passed
	}
	return text
}

func describe(mediaType string, content []byte) descriptor {
	return descriptor{MediaType: mediaType, Digest: digestOf(content), Size: int64(len(content))}
}

func digestOf(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256:" + hex.EncodeToString(sum[:])
}

func blobPath(digest string) string {
	return "blobs/" + strings.Replace(digest, ":", "/", 1)
}
