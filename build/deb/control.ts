/** Debian's names of the architectures that Electron is released for and the native modules bring prebuilds for. */
export const debianArchitectures = { x64: 'amd64', arm64: 'arm64' } as const
export type PackedArch = keyof typeof debianArchitectures

/**
 * What the program's libraries ask the loader for, in Debian 12's package names; after the bar, the name in systems
 * before or after it. `tests/package` installs the package with these alone and lets the loader look for every library.
 */
const depends = [
  'adduser',
  'debconf (>= 0.5) | debconf-2.0',
  'libasound2 | libasound2t64',
  'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libatk1.0-0 | libatk1.0-0t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libc6 (>= 2.28)',
  'libcairo2',
  'libcups2 | libcups2t64',
  'libdbus-1-3',
  'libdrm2',
  'libexpat1',
  'libgbm1',
  'libgcc-s1 | libgcc1',
  'libglib2.0-0 | libglib2.0-0t64',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnspr4',
  'libnss3',
  'libpango-1.0-0',
  'libstdc++6',
  'libudev1',
  'libusb-1.0-0',
  'libx11-6',
  // Asked for only once a window opens; without it the program ends there.
  'libx11-xcb1',
  'libxcb1',
  'libxcomposite1',
  'libxdamage1',
  'libxext6',
  'libxfixes3',
  'libxkbcommon0',
  'libxrandr2',
]

/** Used where they are there: Chinese in the system's own dialogs, the key store, card readers, scanners. */
const recommends = ['fonts-noto-cjk', 'libpcsclite1', 'libsecret-1-0', 'pcscd', 'sane-utils']

/** What a self-service terminal needs beside the program. */
const suggests = ['matchbox-window-manager', 'x11-xserver-utils', 'xinit', 'xserver-xorg']

/** The control file of the package. */
export function controlFile(given: { version: string; arch: PackedArch; installedKib: number }): string {
  return `Package: yichuang
Version: ${given.version}
Section: misc
Priority: optional
Architecture: ${debianArchitectures[given.arch]}
Installed-Size: ${given.installedKib}
Depends: ${depends.join(', ')}
Recommends: ${recommends.join(', ')}
Suggests: ${suggests.join(', ')}
Maintainer: Yichuang maintainers <maintainers@yichuang.invalid>
Description: offline-capable terminal of government service halls
 A life event - a birth, a school place, a new firm - is one visit: one notice,
 one form, one joint handling by all departments, one delivery. Intakes are kept
 encrypted on the disk and reach the hub once, whatever the network, the power
 or the devices do.
 .
 The package holds the program with its runtime, the session of a self-service
 terminal (disabled until an administrator enables it), and the rights to the
 devices that the program knows.
`
}
