package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
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

// notify reads lines "BEFORE AFTER REF" and tells url of each. Argo CD looks
// by itself once a minute, so that one which does not answer costs that time
// and does not fail the push.
func notify(lines io.Reader, url, repositoryURL string) error {
	if url == "" {
		return nil
	}
	scanner := bufio.NewScanner(lines)
	for scanner.Scan() {
		fields := strings.Fields(scanner.Text())
		if len(fields) != 3 {
			return fmt.Errorf("expected BEFORE AFTER REF, got %q", scanner.Text())
		}
		event := push{fields[2], fields[0], fields[1], repository{strings.TrimSuffix(repositoryURL, ".git"), "main"}}
		if err := post(url, event); err != nil {
			fmt.Printf("Argo CD was not told and looks within a minute: %v\n", err)
		}
	}
	return scanner.Err()
}

func post(url string, event push) error {
	body, err := json.Marshal(event)
	if err != nil {
		return err
	}
	request, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-GitHub-Event", "push")
	client := http.Client{Timeout: 5 * time.Second}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s answered %s", url, response.Status)
	}
	return nil
}
