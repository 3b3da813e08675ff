export interface KubeconfigOptions {
  /** Of the context, the cluster and the user. */
  readonly name: string;
  readonly server: string;
  /** PEM texts. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** A kubeconfig with everything in it, so that it can be copied. */
export function renderKubeconfig(options: KubeconfigOptions): string {
  const { name, server } = options;
  return `apiVersion: v1
kind: Config
clusters:
  - name: ${name}
    cluster:
      server: ${server}
      certificate-authority-data: ${base64(options.authority)}
users:
  - name: ${name}
    user:
      client-certificate-data: ${base64(options.certificate)}
      client-key-data: ${base64(options.key)}
contexts:
  - name: ${name}
    context:
      cluster: ${name}
      user: ${name}
current-context: ${name}
`;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
