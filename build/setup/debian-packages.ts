import { spawnSync } from 'node:child_process'

/** What Electron, the virtual display and the demonstration hall need beyond a bare Debian 12. */
export const debianPackages = [
  'xvfb',
  'xauth',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libxtst6',
  'libatk-bridge2.0-0',
  'libcups2',
  'fonts-noto-cjk',
  'socat',
  'sane-utils',
  // ippeveprinter and ipptool, with the two daemons that ippeveprinter does not start without.
  'cups-ipp-utils',
  'dbus',
  'avahi-daemon',
  // A print service, whose queues are printed through.
  'cups-daemon',
  'cups-client',
  // The PC/SC service, and a virtual reader for it.
  'pcscd',
  'vsmartcard-vpcd',
  // Compiles the library that stands for a reader maker's in the tests.
  'gcc',
  'libc6-dev',
  // Makes the certificates that devices behind TLS have in the tests.
  'openssl',
  // pdftotext, which reads what was printed.
  'poppler-utils',
  // The hub's tests run on a server of their own beside the embedded database.
  'postgresql',
] as const

/** The packages out of `wanted` that dpkg does not hold as installed, under their own or a provided name. */
export function missingPackages(wanted: readonly string[] = debianPackages): string[] {
  // Provides: Debian 13 and Ubuntu 24.04 renamed several libraries (…t64) and keep the old names as provided.
  const query = spawnSync(
    'dpkg-query',
    ['--show', '--showformat', '${db:Status-Abbrev}\t${Package}\t${Provides}\n'],
    { encoding: 'utf8', maxBuffer: 64 << 20 },
  )
  return missingFrom(wanted, query.stdout)
}

/** As {@link missingPackages}, over the lines `status TAB package TAB provides` that dpkg-query printed. */
export function missingFrom(wanted: readonly string[], listing: string): string[] {
  const present = new Set<string>()
  for (const line of listing.split('\n')) {
    const [status = '', name = '', provides = ''] = line.split('\t')
    if (!status.startsWith('ii')) continue
    present.add(name)
    for (const provided of provides.split(',')) present.add(provided.trim().split(/[\s(]/)[0] ?? '')
  }
  return wanted.filter((name) => !present.has(name))
}

/** The exact command that installs the packages, for a person to run. */
export function installCommand(packages: readonly string[]): string {
  return `sudo apt-get install --no-install-recommends ${packages.join(' ')}`
}
