package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
)

// blob is a part of an archive file, or (content set) a document made for it.
type blob struct {
	path      string
	offset    int64
	size      int64
	mediaType string
	content   []byte
}

func (b blob) open() (io.ReadSeeker, io.Closer, error) {
	if b.content != nil {
		return bytes.NewReader(b.content), io.NopCloser(nil), nil
	}
	file, err := os.Open(b.path)
	if err != nil {
		return nil, nil, err
	}
	return io.NewSectionReader(file, b.offset, b.size), file, nil
}

func (b blob) read() ([]byte, error) {
	reader, closer, err := b.open()
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	return io.ReadAll(reader)
}

// archive is the content of one image archive: blobs by digest, and the digest of each full name (host/repository:tag).
type archive struct {
	blobs map[string]blob
	names map[string]string
}

func (a archive) sortedNames() []string {
	names := make([]string, 0, len(a.names))
	for name := range a.names {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// openArchive reads the table of contents of an OCI or docker archive.
func openArchive(path string) (archive, error) {
	entries, err := listEntries(path)
	if err != nil {
		return archive{}, fmt.Errorf("%s is not a tar archive: %w", path, err)
	}
	result := archive{map[string]blob{}, map[string]string{}}
	for name, entry := range entries {
		if algorithm, digest, found := strings.Cut(strings.TrimPrefix(name, "blobs/"), "/"); found && strings.HasPrefix(name, "blobs/") {
			result.blobs[algorithm+":"+digest] = entry
		}
	}
	if index, found := entries["index.json"]; found {
		if err := result.addIndex(index, true); err != nil {
			return archive{}, fmt.Errorf("%s: index.json: %w", path, err)
		}
	}
	if manifest, found := entries["manifest.json"]; found && len(result.names) == 0 {
		if err := result.addDockerImages(manifest, entries); err != nil {
			return archive{}, fmt.Errorf("%s: manifest.json: %w", path, err)
		}
	}
	if len(result.names) == 0 {
		return archive{}, fmt.Errorf("%s holds no named image (no index.json with %s, no manifest.json with RepoTags)", path, nameKey)
	}
	return result, nil
}

func listEntries(path string) (map[string]blob, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	entries := map[string]blob{}
	reader := tar.NewReader(file)
	for {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return entries, nil
		}
		if err != nil {
			return nil, err
		}
		offset, err := file.Seek(0, io.SeekCurrent) // tar.Reader does not read ahead
		if err != nil {
			return nil, err
		}
		name := strings.TrimPrefix(header.Name, "./")
		if header.Typeflag == tar.TypeSymlink {
			entries[name] = entries[strings.TrimPrefix(header.Linkname, "../")]
		} else if header.Typeflag == tar.TypeReg {
			entries[name] = blob{path: path, offset: offset, size: header.Size, mediaType: "application/octet-stream"}
		}
	}
}

// addIndex takes the media types (and, at the top, the names) from an index and the indexes in it.
func (a archive) addIndex(index blob, isTop bool) error {
	text, err := index.read()
	if err != nil {
		return err
	}
	var content struct {
		Manifests []descriptor `json:"manifests"`
	}
	if err := json.Unmarshal(text, &content); err != nil {
		return err
	}
	for _, manifest := range content.Manifests {
		found, exists := a.blobs[manifest.Digest]
		if !exists {
			continue // an index may name platforms that were left out
		}
		found.mediaType = manifest.MediaType
		a.blobs[manifest.Digest] = found
		if name := annotatedName(manifest.Annotations); isTop && name != "" {
			a.names[name] = manifest.Digest
		}
		if strings.Contains(manifest.MediaType, "index") || strings.Contains(manifest.MediaType, "manifest.list") {
			if err := a.addIndex(found, false); err != nil {
				return err
			}
		}
	}
	return nil
}

func annotatedName(annotations map[string]string) string {
	if name := annotations[nameKey]; name != "" {
		return fullName(name)
	}
	if ref := annotations[refKey]; strings.Contains(ref, ":") {
		return fullName(ref)
	}
	return ""
}

// addDockerImages makes a manifest for each image that "docker save" wrote.
func (a archive) addDockerImages(manifest blob, entries map[string]blob) error {
	text, err := manifest.read()
	if err != nil {
		return err
	}
	var images []struct {
		Config   string
		RepoTags []string
		Layers   []string
	}
	if err := json.Unmarshal(text, &images); err != nil {
		return err
	}
	for _, image := range images {
		config, err := a.addEntry(entries[image.Config], configType)
		if err != nil {
			return fmt.Errorf("%s: %w", image.Config, err)
		}
		layers := []descriptor{}
		for _, name := range image.Layers {
			layer, err := a.addEntry(entries[name], layerType)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			layers = append(layers, layer)
		}
		content := document(map[string]any{"schemaVersion": 2, "mediaType": manifestType, "config": config, "layers": layers})
		digest := digestOf(content)
		a.blobs[digest] = blob{size: int64(len(content)), mediaType: manifestType, content: content}
		for _, tag := range image.RepoTags {
			a.names[fullName(tag)] = digest
		}
	}
	return nil
}

func (a archive) addEntry(entry blob, mediaType string) (descriptor, error) {
	if entry.path == "" {
		return descriptor{}, errors.New("named, but not in the archive")
	}
	reader, closer, err := entry.open()
	if err != nil {
		return descriptor{}, err
	}
	defer closer.Close()
	magic := make([]byte, 2)
	if _, err := io.ReadFull(reader, magic); err != nil {
		return descriptor{}, err
	}
	if mediaType == layerType && bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		mediaType += "+gzip"
	}
	if _, err := reader.Seek(0, io.SeekStart); err != nil {
		return descriptor{}, err
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, reader); err != nil {
		return descriptor{}, err
	}
	digest := "sha256:" + hex.EncodeToString(hash.Sum(nil))
	entry.mediaType = mediaType
	a.blobs[digest] = entry
	return descriptor{MediaType: mediaType, Digest: digest, Size: entry.size}, nil
}

// fullName completes a short name as docker does: docker.io, library/, :latest.
func fullName(name string) string {
	host, rest, found := strings.Cut(name, "/")
	if !found || (!strings.ContainsAny(host, ".:") && host != "localhost") {
		host, rest = "docker.io", name
	}
	if host == "docker.io" && !strings.Contains(rest, "/") {
		rest = "library/" + rest
	}
	if !strings.Contains(rest, ":") {
		rest += ":latest"
	}
	return host + "/" + rest
}
