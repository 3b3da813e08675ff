package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func post(t *testing.T, r *receiver, path, body string) {
	t.Helper()
	response := httptest.NewRecorder()
	r.ServeHTTP(response, httptest.NewRequest(http.MethodPost, path, strings.NewReader(body)))
	if response.Code != http.StatusOK {
		t.Fatalf("POST %s: %d %s", path, response.Code, response.Body)
	}
}

func list(r *receiver) string {
	response := httptest.NewRecorder()
	r.ServeHTTP(response, httptest.NewRequest(http.MethodGet, "/", nil))
	return response.Body.String()
}

func TestGivesBackWhatItReceivedAndPrintsIt(t *testing.T) {
	var printed bytes.Buffer
	r := &receiver{keep: 2, output: &printed}
	post(t, r, "/chat", `{"alert":"first"}`)
	post(t, r, "/mail", "plain\ntext")
	if got := list(r); !strings.Contains(got, `"path":"/chat","body":{"alert":"first"}`) {
		t.Errorf("the first delivery is not in %s", got)
	}
	if got := list(r); !strings.Contains(got, `"body":"plain\ntext"`) {
		t.Errorf("text is not quoted in %s", got)
	}
	if lines := strings.Count(printed.String(), "\n"); lines != 2 {
		t.Errorf("printed %d lines for 2 deliveries: %s", lines, printed.String())
	}
}

func TestForgetsTheOldest(t *testing.T) {
	r := &receiver{keep: 2, output: &bytes.Buffer{}}
	for _, body := range []string{`1`, `2`, `3`} {
		post(t, r, "/", body)
	}
	if got := list(r); strings.Contains(got, `"body":1`) || !strings.Contains(got, `"body":3`) {
		t.Errorf("kept %s", got)
	}
}

func TestRefusesWhatIsTooLong(t *testing.T) {
	r := &receiver{keep: 2, output: &bytes.Buffer{}}
	response := httptest.NewRecorder()
	r.ServeHTTP(response, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(strings.Repeat("x", maxBody+1))))
	if response.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("answered %d", response.Code)
	}
}
