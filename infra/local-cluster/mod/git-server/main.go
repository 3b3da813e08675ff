// git-server serves one Git repository over smart HTTP, for reading only. It
// is filled through `kubectl exec … git-receive-pack`: whoever may do that is
// decided by the cluster's roles, and no password is needed. After a push, the
// repository's hook tells Argo CD, and the server tells it once more.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

const usage = `usage: git-server COMMAND
  serve ADDRESS REPOSITORY   make the bare repository when it is missing, and serve it
  notify                     what the repository's post-receive hook runs: tell $NOTIFY_URL of each branch on stdin,
                             signed with what is in $NOTIFY_SECRET_FILE`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "git-server:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "serve":
		return serve(args[1], args[2])
	case len(args) == 1 && args[0] == "notify":
		lines, err := io.ReadAll(os.Stdin)
		if err != nil {
			return err
		}
		// Git runs the hook in the repository's folder.
		return errors.Join(tellArgoCD(bytes.NewReader(lines)), remember(".", lines))
	}
	return fmt.Errorf("unknown arguments %q\n%s", args, usage)
}

func tellArgoCD(lines io.Reader) error {
	to := newReceiver(os.Getenv("NOTIFY_URL"), os.Getenv("NOTIFY_SECRET_FILE"))
	return notify(lines, to, os.Getenv("REPOSITORY_URL"))
}
