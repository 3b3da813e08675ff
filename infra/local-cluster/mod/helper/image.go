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
	"sort"
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
	// Base are layers, lowest first, below the one that is made of the rest.
	Base        []string          `json:"base"`
	Files       []imageFile       `json:"files"`
	Links       map[string]string `json:"links"`       // path -> what it points at
	Directories []string          `json:"directories"` // empty, for anyone to write in
}

// imageFile is a file or a directory of the host and its absolute path in the image.
type imageFile struct {
	Source     string `json:"source"`
	Target     string `json:"target"`
	Executable bool   `json:"executable"` // although the source is not, as in Go's module cache
}

type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int64             `json:"size"`
	Annotations map[string]string `json:"annotations,omitempty"`
	Platform    map[string]string `json:"platform,omitempty"`
}

// layerFile is a layer on disk.
type layerFile struct {
	descriptor
	path string
}

// writeImage writes an OCI archive of the base layers (none: FROM scratch) and
// one layer of files; equal files give equal bytes, whenever it is run.
func writeImage(specPath string) error {
	var spec imageSpec
	if err := readJSON(specPath, &spec); err != nil {
		return err
	}
	layers, err := describeBase(spec.Base)
	if err != nil {
		return err
	}
	layerPath := spec.Output + ".layer"
	defer os.Remove(layerPath)
	layer, err := writeLayer(layerPath, spec)
	if err != nil {
		return err
	}
	layers = append(layers, layerFile{layer, layerPath})
	output, err := os.Create(spec.Output)
	if err != nil {
		return err
	}
	defer output.Close()
	archive := tar.NewWriter(output)
	if err := writeDocuments(archive, spec, layers); err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return output.Close()
}

func describeBase(paths []string) ([]layerFile, error) {
	layers := []layerFile{}
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		hash := sha256.New()
		size, err := io.Copy(hash, file)
		if err != nil {
			return nil, err
		}
		digest := "sha256:" + hex.EncodeToString(hash.Sum(nil))
		layers = append(layers, layerFile{descriptor{MediaType: layerType, Digest: digest, Size: size}, path})
	}
	return layers, nil
}

func writeDocuments(archive *tar.Writer, spec imageSpec, layers []layerFile) error {
	digests, descriptors := []string{}, []descriptor{}
	for _, layer := range layers {
		digests = append(digests, layer.Digest)
		descriptors = append(descriptors, layer.descriptor)
	}
	platform := map[string]string{"architecture": spec.Architecture, "os": "linux"}
	config := document(map[string]any{
		"architecture": spec.Architecture, "os": "linux", "config": spec.Config,
		"rootfs": map[string]any{"type": "layers", "diff_ids": digests},
	})
	manifest := document(map[string]any{
		"schemaVersion": 2, "mediaType": manifestType,
		"config": describe(configType, config), "layers": descriptors,
	})
	entry := describe(manifestType, manifest)
	entry.Platform = platform
	entry.Annotations = map[string]string{nameKey: spec.Name, refKey: spec.Name[strings.LastIndex(spec.Name, ":")+1:]}
	index := document(map[string]any{"schemaVersion": 2, "mediaType": indexType, "manifests": []descriptor{entry}})

	for _, layer := range layers {
		if err := addFile(archive, layer.path, blobPath(layer.Digest), false); err != nil {
			return err
		}
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

func writeLayer(layerPath string, spec imageSpec) (descriptor, error) {
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
	if err := layer.fill(spec); err != nil {
		return descriptor{}, err
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

func (layer layerWriter) fill(spec imageSpec) error {
	for _, file := range spec.Files {
		if err := layer.add(file); err != nil {
			return err
		}
	}
	for _, name := range sortedKeys(spec.Links) {
		if err := layer.link(strings.TrimPrefix(name, "/"), spec.Links[name]); err != nil {
			return err
		}
	}
	for _, name := range spec.Directories {
		if err := layer.directory(strings.TrimPrefix(name, "/"), 0o777); err != nil {
			return err
		}
	}
	return nil
}

func (layer layerWriter) link(name, points string) error {
	if err := layer.directory(path.Dir(name), 0o755); err != nil {
		return err
	}
	return layer.WriteHeader(&tar.Header{Typeflag: tar.TypeSymlink, Name: name, Linkname: points, Mode: 0o777})
}

func sortedKeys(links map[string]string) []string {
	names := make([]string, 0, len(links))
	for name := range links {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
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
		return addFile(layer.Writer, source, name, file.Executable)
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

func addFile(archive *tar.Writer, source, name string, executable bool) error {
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
	if executable || info.Mode()&0o100 != 0 {
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
