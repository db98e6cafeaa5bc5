/** Where a runtime came from, in the order in which they are tried. */
export type RuntimeOrigin = 'override' | 'electron-package' | 'registry-package'

/** An Electron that can be started: `executablePath <app folder> --switches`. */
export interface ElectronRuntime {
  executablePath: string
  /** Folder that holds the executable and its libraries. */
  distPath: string
  /** Electron's version, without a leading v. */
  version: string
  source: RuntimeOrigin
}

/** One place to look; answers a reason, in plain words, where it has none. */
export interface RuntimeSource {
  origin: RuntimeOrigin
  find(log: (line: string) => void): Promise<ElectronRuntime | { missing: string }>
}
