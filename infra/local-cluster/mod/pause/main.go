// pause holds a pod's namespaces open: it sleeps until it is told to end, and
// reaps orphans where it is pid 1 of a shared pid namespace.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGINT, syscall.SIGTERM)
	go reapOrphans()
	<-end
}

func reapOrphans() {
	died := make(chan os.Signal, 8)
	signal.Notify(died, syscall.SIGCHLD)
	for range died {
		for {
			if pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); pid <= 0 || err != nil {
				break
			}
		}
	}
}
