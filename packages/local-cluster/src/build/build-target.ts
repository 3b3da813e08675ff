/** A program compiled from a module of `mod/`. */
export interface ProgramTarget {
  readonly kind: "program";
  readonly name: string;
  /** The module's folder in `mod/`. */
  readonly module: string;
  readonly package: string;
  /** Values that the linker puts into variables: full variable name → value. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
  /** A module of which the program gets a few files from us. */
  readonly amended?: AmendedModule;
  /** Further names of the same program (a multi-call binary). */
  readonly links?: readonly string[];
  /** Measured on two cores with empty caches. */
  readonly expectedMs: number;
}

/** A Go module with files of ours in the place of its own, where those would bring in what no local cluster needs. */
export interface AmendedModule {
  readonly goModule: string;
  /** Path in that module → path in the folder of `mod/`. */
  readonly files: Readonly<Record<string, string>>;
}

/** A file or folder for an image: a built program, or a path inside a Go module that `module` requires. */
export type ImageSource =
  | { readonly program: string }
  | {
      readonly module: string;
      readonly goModule: string;
      readonly path: string;
      /** A script: Go's module cache keeps no such bit. */
      readonly isExecutable?: boolean;
    };

/** A Debian root file system for images whose programs need one, made by mmdebstrap, from the host's own package sources where it is the same Debian. */
export interface RootFsTarget {
  readonly kind: "rootfs";
  readonly name: string;
  readonly suite: string;
  readonly packages: readonly string[];
  readonly expectedMs: number;
}

/** An OCI archive made of built programs, under the image's upstream name. */
export interface ImageTarget {
  readonly kind: "image";
  readonly name: string;
  readonly image: string;
  /** The image's configuration, as the OCI image specification names its fields. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly files: readonly { readonly from: ImageSource; readonly to: string }[];
  /** Names of root file systems below the files, lowest first. */
  readonly base?: readonly string[];
  /** Symbolic links: path → what it points at. */
  readonly links?: Readonly<Record<string, string>>;
  /** Empty directories that anyone may write in. */
  readonly directories?: readonly string[];
  readonly expectedMs: number;
}

/** A manifest copied out of a Go module, whose content go.sum vouches for. */
export interface ManifestTarget {
  readonly kind: "manifest";
  readonly name: string;
  readonly module: string;
  readonly goModule: string;
  readonly path: string;
  /** Texts that are replaced, each of which must occur. */
  readonly replace: Readonly<Record<string, string>>;
  readonly output: string;
  readonly expectedMs: number;
}

export type BuildTarget = ProgramTarget | ImageTarget | ManifestTarget | RootFsTarget;

/** What belongs together: the targets of one component. */
export interface BuildPart {
  readonly name: string;
  /** False for what only a platform needs: it is built when it is asked for. */
  readonly isInEveryCluster: boolean;
  /** In the order in which they are built: programs and root file systems before the images that are made of them. */
  readonly targets: readonly BuildTarget[];
}
