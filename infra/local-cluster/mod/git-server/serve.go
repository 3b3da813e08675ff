package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/cgi"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// hook runs this program again, from wherever it is.
const hook = "#!/bin/sh\nexec %s notify\n"

// Settings of the repository: reading over HTTP only, pushes from shallow
// clones, and whatever commit a reader asks for by its name.
var settings = [][2]string{
	{"http.receivepack", "false"},
	{"receive.shallowUpdate", "true"},
	{"receive.denyDeletes", "true"},
	{"uploadpack.allowReachableSHA1InWant", "true"},
	{"gc.auto", "256"},
}

func serve(address, repository string) error {
	if err := prepare(repository); err != nil {
		return err
	}
	handler, err := newHandler(repository)
	if err != nil {
		return err
	}
	server := &http.Server{Addr: address, Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	ended, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	go repeat(ended, repository, repeatAfter, tellArgoCD)
	go func() {
		<-ended.Done()
		grace, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		_ = server.Shutdown(grace)
	}()
	fmt.Fprintf(os.Stderr, "git-server: serving %s on %s\n", repository, address)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// prepare makes the repository when it is missing; what is in one that is there stays.
func prepare(repository string) error {
	if err := git("init", "--quiet", "--bare", "--initial-branch=main", repository); err != nil {
		return err
	}
	for _, setting := range settings {
		if err := git("-C", repository, "config", setting[0], setting[1]); err != nil {
			return err
		}
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	script := fmt.Sprintf(hook, program)
	return os.WriteFile(filepath.Join(repository, "hooks", "post-receive"), []byte(script), 0o755)
}

func git(args ...string) error {
	output, err := exec.Command("git", args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("git %s: %w: %s", strings.Join(args, " "), err, output)
	}
	return nil
}

// newHandler answers /healthz, and hands the repository's paths to Git's own CGI program.
func newHandler(repository string) (http.Handler, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return nil, err
	}
	backend := &cgi.Handler{
		Path: program,
		Args: []string{"http-backend"},
		Env: []string{
			"GIT_PROJECT_ROOT=" + filepath.Dir(repository),
			"GIT_HTTP_EXPORT_ALL=1",
			"HOME=" + os.Getenv("HOME"),
		},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(response http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(response, "ok")
	})
	mux.Handle("/"+filepath.Base(repository)+"/", backend)
	return mux, nil
}
