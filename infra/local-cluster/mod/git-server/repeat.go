package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Argo CD forgets that it was asked to look when it is just comparing with the
// commit before, and then looks one or two minutes later. So it is told of a
// push once more, when such a comparison is over.
const (
	repeatAfter = 20 * time.Second
	noteFile    = "told"
)

// remember leaves in the repository what Argo CD was told.
func remember(repository string, lines []byte) error {
	return os.WriteFile(filepath.Join(repository, noteFile), lines, 0o600)
}

// repeat tells again what is remembered, when it is as old as `after`, until
// the context ends.
func repeat(ctx context.Context, repository string, after time.Duration, tell func(io.Reader) error) {
	ticker := time.NewTicker(after / 10)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if lines := take(filepath.Join(repository, noteFile), after); lines != nil {
			_ = tell(bytes.NewReader(lines))
		}
	}
}

// take removes the file and returns what was in it; nil while it is younger, or not there.
func take(file string, age time.Duration) []byte {
	info, err := os.Stat(file)
	if err != nil || time.Since(info.ModTime()) < age {
		return nil
	}
	taken := file + ".again"
	if os.Rename(file, taken) != nil {
		return nil
	}
	lines, err := os.ReadFile(taken)
	if err != nil {
		return nil
	}
	return lines
}
