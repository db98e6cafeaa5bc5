import { gzipSync } from 'node:zlib'

/** Without a name or a time in its head: the same text is the same bytes. */
export function gzipped(text: string): Buffer {
  const bytes = gzipSync(text, { level: 9 })
  // Node writes the system it runs on there; 255 is "unknown".
  bytes[9] = 255
  return bytes
}

/** Debian's changelog: one entry, for the version that this package is. */
export function changelog(version: string, epochSeconds: number): string {
  const date = new Date(epochSeconds * 1_000).toUTCString().replace('GMT', '+0000')
  return `yichuang (${version}) stable; urgency=medium

  * Release ${version}.

 -- Yichuang maintainers <maintainers@yichuang.invalid>  ${date}
`
}

/** The manual page with its date and version. */
export function manual(template: string, version: string, epochSeconds: number): string {
  const date = new Date(epochSeconds * 1_000).toISOString().slice(0, 10)
  return template.replace('@DATE@', date).replace('@VERSION@', version)
}

/** Who holds which rights in what is packed, in Debian's machine-readable form. */
export function copyright(epochSeconds: number): string {
  const year = new Date(epochSeconds * 1_000).getUTCFullYear()
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Yichuang
Comment: Parts of others have their licences and texts in licences.txt.gz beside this file, and are listed
 in sbom.cdx.json.gz; the runtime's are in LICENSE.electron.txt and LICENSES.chromium.html.gz.

Files: *
Copyright: ${year} Yichuang maintainers
License: Apache-2.0

License: Apache-2.0
 On Debian systems the full text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.
`
}
