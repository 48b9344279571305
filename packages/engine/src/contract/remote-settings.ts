/** How remote modules (`import … from 'https://…'`) are had. */
export interface RemoteSettings {
  /** False with `--no-remote`: what is not in the cache is refused. */
  readonly isNetworkAllowed: boolean;
  /** The hosts that may be asked, with their port where it is not 443; empty for any, as in k6. */
  readonly hosts: readonly string[];
  /** The folder that keeps what was fetched. */
  readonly cacheFolder: string;
  /** `HTTPS_PROXY`, `NO_PROXY` and `SSL_CERT_FILE` are heeded, as Go does. */
  readonly env: Readonly<Record<string, string | undefined>>;
}
