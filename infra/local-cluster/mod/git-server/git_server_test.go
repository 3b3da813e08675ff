package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain is also what the hook of a repository runs, which calls the program that made it.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "notify" {
		main()
		return
	}
	os.Exit(m.Run())
}

func command(t *testing.T, directory string, args ...string) (string, error) {
	t.Helper()
	program := exec.Command("git", append([]string{"-c", "user.name=t", "-c", "user.email=t@localhost"}, args...)...)
	program.Dir = directory
	program.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_TERMINAL_PROMPT=0")
	output, err := program.CombinedOutput()
	return string(output), err
}

func must(t *testing.T, directory string, args ...string) string {
	t.Helper()
	output, err := command(t, directory, args...)
	if err != nil {
		t.Fatalf("git %v: %v: %s", args, err, output)
	}
	return output
}

func TestARepositoryIsServedForReadingOnly(t *testing.T) {
	directory := t.TempDir()
	bare, work := filepath.Join(directory, "canary.git"), filepath.Join(directory, "work")
	if err := prepare(bare); err != nil {
		t.Fatal(err)
	}
	if err := prepare(bare); err != nil { // again: what is there stays
		t.Fatal(err)
	}
	handler, err := newHandler(bare)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	must(t, directory, "init", "-q", "-b", "main", work)
	must(t, work, "commit", "-q", "--allow-empty", "-m", "first")
	must(t, work, "push", "-q", bare, "main")
	first := strings.TrimSpace(must(t, work, "rev-parse", "HEAD"))
	told, err := os.ReadFile(filepath.Join(bare, noteFile))
	if err != nil || !strings.HasSuffix(string(told), first+" refs/heads/main\n") {
		t.Fatalf("the hook remembers %q of the push: %v", told, err)
	}
	must(t, directory, "clone", "-q", server.URL+"/canary.git", "clone")
	if log := must(t, filepath.Join(directory, "clone"), "log", "--format=%s"); log != "first\n" {
		t.Fatalf("the clone has %q", log)
	}
	must(t, work, "commit", "-q", "--allow-empty", "-m", "second")
	if output, err := command(t, work, "push", server.URL+"/canary.git", "main"); err == nil {
		t.Fatalf("a push over HTTP was taken: %s", output)
	}
	if response, err := http.Get(server.URL + "/healthz"); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("no health: %v %v", response, err)
	}
}

func TestArgoCDIsToldOfAPushAsByGitHub(t *testing.T) {
	var got push
	var kind, signed, expected string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) {
		kind, signed = request.Header.Get("X-GitHub-Event"), request.Header.Get("X-Hub-Signature-256")
		body, _ := io.ReadAll(request.Body)
		sum := hmac.New(sha256.New, []byte("s3cret"))
		sum.Write(body)
		expected = fmt.Sprintf("sha256=%x", sum.Sum(nil))
		_ = json.Unmarshal(body, &got)
	}))
	defer server.Close()
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	lines := strings.NewReader("0000 1111 refs/heads/main\n")
	if err := notify(lines, newReceiver(server.URL, secret), "http://git.example/canary.git"); err != nil {
		t.Fatal(err)
	}
	want := push{"refs/heads/main", "0000", "1111", repository{"http://git.example/canary", "main"}}
	if kind != "push" || got != want {
		t.Fatalf("got %s %+v", kind, got)
	}
	if signed != expected {
		t.Fatalf("signed %q, not %q", signed, expected)
	}
}

func TestAnArgoCDThatDoesNotAnswerDoesNotFailThePush(t *testing.T) {
	if err := notify(strings.NewReader("0 1 refs/heads/main\n"), newReceiver("http://127.0.0.1:1/", ""), "x"); err != nil {
		t.Fatal(err)
	}
}

func TestAPushIsToldOnceMoreWhenItIsOld(t *testing.T) {
	repository := t.TempDir()
	told := make(chan string, 8)
	tell := func(lines io.Reader) error {
		text, err := io.ReadAll(lines)
		told <- string(text)
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	after := 200 * time.Millisecond
	go repeat(ctx, repository, after, tell)
	for _, lines := range []string{"0 1 refs/heads/main\n", "1 2 refs/heads/main\n"} {
		pushed := time.Now()
		if err := remember(repository, []byte(lines)); err != nil {
			t.Fatal(err)
		}
		if got := <-told; got != lines {
			t.Fatalf("told %q", got)
		}
		if time.Since(pushed) < after/2 { // the clock of files is coarse
			t.Fatal("told again before Argo CD can have compared")
		}
	}
	time.Sleep(2 * after)
	if len(told) != 0 {
		t.Fatalf("told a third time: %q", <-told)
	}
}
