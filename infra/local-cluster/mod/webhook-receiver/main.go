// webhook-receiver stands in for whoever receives notifications: it prints every POST as one line of JSON, and gives back
// the latest ones when it is asked.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"sync"
	"time"
)

const maxBody = 1 << 20

type delivery struct {
	Time string          `json:"time"`
	Path string          `json:"path"`
	Body json.RawMessage `json:"body"`
}

type receiver struct {
	mutex  sync.Mutex
	latest []delivery
	keep   int
	output io.Writer
}

func main() {
	listen := flag.String("listen", ":8080", "address to listen on")
	keep := flag.Int("keep", 200, "how many deliveries GET / gives back")
	flag.Parse()
	server := &http.Server{
		Addr:              *listen,
		Handler:           &receiver{keep: *keep, output: os.Stdout},
		ReadHeaderTimeout: 5 * time.Second,
	}
	log.Fatal(server.ListenAndServe())
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	switch request.Method {
	case http.MethodPost, http.MethodPut:
		r.receive(w, request)
	case http.MethodGet:
		r.list(w)
	default:
		http.Error(w, "POST to deliver, GET to read", http.StatusMethodNotAllowed)
	}
}

func (r *receiver) receive(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, request.Body, maxBody))
	if err != nil {
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	line, err := r.add(request.URL.Path, body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	fmt.Fprintln(r.output, string(line))
}

func (r *receiver) add(path string, body []byte) ([]byte, error) {
	if !json.Valid(body) {
		text, err := json.Marshal(string(body))
		if err != nil {
			return nil, err
		}
		body = text
	}
	entry := delivery{Time: time.Now().UTC().Format(time.RFC3339Nano), Path: path, Body: body}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.latest = append(r.latest, entry)
	if len(r.latest) > r.keep {
		r.latest = r.latest[len(r.latest)-r.keep:]
	}
	return json.Marshal(entry)
}

func (r *receiver) list(w http.ResponseWriter) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	w.Header().Set("Content-Type", "application/x-ndjson")
	encoder := json.NewEncoder(w)
	for _, entry := range r.latest {
		if err := encoder.Encode(entry); err != nil {
			return
		}
	}
}
