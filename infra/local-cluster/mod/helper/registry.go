package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"sync"
	"time"
)

// registry answers the read-only part of the distribution API for every
// registry's name at once: containerd sends the real host as ?ns=HOST.
type registry struct {
	directories []string
	mutex       sync.Mutex
	known       map[string]indexedFile
}

type indexedFile struct {
	modified time.Time
	size     int64
	archive  archive
}

var requestPath = regexp.MustCompile(`^/v2/(.+)/(manifests|blobs)/([^/]+)$`)

func serveRegistry(address string, directories []string) error {
	log.SetFlags(log.LstdFlags | log.LUTC)
	handler := &registry{directories: directories, known: map[string]indexedFile{}}
	log.Printf("serving %s on %s", strings.Join(directories, ", "), address)
	return http.ListenAndServe(address, handler)
}

func (r *registry) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	if request.URL.Path == "/v2/" {
		fmt.Fprintln(response, "{}")
		return
	}
	parts := requestPath.FindStringSubmatch(request.URL.Path)
	if parts == nil {
		notFound(response, request, "NAME_UNKNOWN")
		return
	}
	host := request.URL.Query().Get("ns")
	if host == "" {
		host = "docker.io"
	}
	digest, found, exists := r.find(host+"/"+parts[1], parts[3])
	if !exists {
		notFound(response, request, strings.ToUpper(strings.TrimSuffix(parts[2], "s"))+"_UNKNOWN")
		return
	}
	content, closer, err := found.open()
	if err != nil {
		http.Error(response, err.Error(), http.StatusInternalServerError)
		return
	}
	defer closer.Close()
	response.Header().Set("Content-Type", found.mediaType)
	response.Header().Set("Docker-Content-Digest", digest)
	log.Printf("200 %s %s", request.Method, request.URL)
	http.ServeContent(response, request, "", time.Time{}, content)
}

func notFound(response http.ResponseWriter, request *http.Request, code string) {
	log.Printf("404 %s %s", request.Method, request.URL)
	response.Header().Set("Content-Type", "application/json")
	response.WriteHeader(http.StatusNotFound)
	fmt.Fprintf(response, `{"errors":[{"code":%q}]}`, code)
}

// find looks a tag or a digest up in every archive; of two archives with the same name the later file counts.
func (r *registry) find(repository, reference string) (string, blob, bool) {
	files := r.refresh()
	for _, file := range files {
		digest := reference
		if !strings.HasPrefix(reference, "sha256:") {
			digest = file.archive.names[repository+":"+reference]
		}
		if found, exists := file.archive.blobs[digest]; exists {
			return digest, found, true
		}
	}
	return "", blob{}, false
}

// refresh reads archives that are new or changed, and returns all of them, the newest first.
func (r *registry) refresh() []indexedFile {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	current := map[string]indexedFile{}
	for _, directory := range r.directories {
		paths, _ := filepath.Glob(filepath.Join(directory, "*.tar"))
		for _, path := range paths {
			if file, err := r.index(path); err == nil {
				current[path] = file
			} else {
				log.Printf("ignored: %v", err)
			}
		}
	}
	r.known = current
	files := make([]indexedFile, 0, len(current))
	for _, file := range current {
		files = append(files, file)
	}
	sort.Slice(files, func(a, b int) bool { return files[a].modified.After(files[b].modified) })
	return files
}

func (r *registry) index(path string) (indexedFile, error) {
	info, err := os.Stat(path)
	if err != nil {
		return indexedFile{}, err
	}
	known, exists := r.known[path]
	if exists && known.modified.Equal(info.ModTime()) && known.size == info.Size() {
		return known, nil
	}
	content, err := openArchive(path)
	return indexedFile{info.ModTime(), info.Size(), content}, err
}
