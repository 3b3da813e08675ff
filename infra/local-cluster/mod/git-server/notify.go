package main

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// push is the part of GitHub's push event that Argo CD reads; it understands
// no event of a plain repository.
type push struct {
	Ref        string     `json:"ref"`
	Before     string     `json:"before"`
	After      string     `json:"after"`
	Repository repository `json:"repository"`
}

type repository struct {
	HTMLURL       string `json:"html_url"`
	DefaultBranch string `json:"default_branch"`
}

// receiver is whoever is told of a push, and the secret that it knows us by.
type receiver struct {
	url    string
	secret []byte
}

// newReceiver reads the secret from a file; without one nothing is signed, and
// Argo CD refuses what it is told.
func newReceiver(url, secretFile string) receiver {
	secret, err := os.ReadFile(secretFile)
	if err != nil {
		return receiver{url: url}
	}
	return receiver{url, bytes.TrimSpace(secret)}
}

// notify reads lines "BEFORE AFTER REF" and tells the receiver of each. Argo
// CD looks by itself once a minute, so that one which does not answer costs
// that time and does not fail the push.
func notify(lines io.Reader, to receiver, repositoryURL string) error {
	if to.url == "" {
		return nil
	}
	scanner := bufio.NewScanner(lines)
	for scanner.Scan() {
		fields := strings.Fields(scanner.Text())
		if len(fields) != 3 {
			return fmt.Errorf("expected BEFORE AFTER REF, got %q", scanner.Text())
		}
		event := push{fields[2], fields[0], fields[1], repository{strings.TrimSuffix(repositoryURL, ".git"), "main"}}
		if err := to.post(event); err != nil {
			fmt.Printf("Argo CD was not told and looks within a minute: %v\n", err)
		}
	}
	return scanner.Err()
}

func (to receiver) post(event push) error {
	body, err := json.Marshal(event)
	if err != nil {
		return err
	}
	request, err := http.NewRequest(http.MethodPost, to.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-GitHub-Event", "push")
	if len(to.secret) > 0 {
		request.Header.Set("X-Hub-Signature-256", "sha256="+signature(to.secret, body))
	}
	client := http.Client{Timeout: 5 * time.Second}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s answered %s", to.url, response.Status)
	}
	return nil
}

// signature is what GitHub signs a request with.
func signature(secret, body []byte) string {
	sum := hmac.New(sha256.New, secret)
	sum.Write(body)
	return hex.EncodeToString(sum.Sum(nil))
}
