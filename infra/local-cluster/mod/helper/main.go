// helper does what the local cluster needs besides the programs themselves:
// certificates, images made of files, and a registry that serves them.
package main

import (
	"fmt"
	"os"
)

const usage = `usage: helper COMMAND
  pki SPEC             write a certificate authority and the certificates of the JSON file SPEC
  image SPEC           write an OCI image archive from the JSON file SPEC
  images ARCHIVE       print the names of the images in an OCI or docker archive, one a line
  registry ADDRESS DIR...  serve the archives in every DIR as a read-only registry`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "helper:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "pki":
		return writePKI(args[1])
	case len(args) == 2 && args[0] == "image":
		return writeImage(args[1])
	case len(args) == 2 && args[0] == "images":
		return printImages(args[1])
	case len(args) >= 3 && args[0] == "registry":
		return serveRegistry(args[1], args[2:])
	}
	return fmt.Errorf("unknown arguments %q\n%s", args, usage)
}

func printImages(path string) error {
	archive, err := openArchive(path)
	if err != nil {
		return err
	}
	for _, name := range archive.sortedNames() {
		fmt.Println(name)
	}
	return nil
}
