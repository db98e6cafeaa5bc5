import { DeviceError, type DeviceErrorCode } from '#devices/contract'

/** `scanimage` ends with the SANE status as its exit code once the device is open (devices.md E1). */
const statusCode: Readonly<Record<number, DeviceErrorCode>> = {
  2: 'device.cancelled',
  3: 'scan.busy',
  6: 'scan.jammed',
  7: 'scan.no-documents',
  8: 'scan.cover-open',
  9: 'scan.io',
  10: 'scan.no-memory',
  11: 'scan.access-denied',
}

/** `scanimage` reports a status that SANE gave during the scan like this; some backends then hang while closing. */
const statusComplaint = /(?:^|\r)scanimage: sane_(?:start|read): /m

/** Whether `scanimage` has said that the scan failed. */
export function hasFailed(stderr: string): boolean {
  return statusComplaint.test(stderr)
}

/** Where it ends with 1, or not by itself, its sentence tells: first its own complaints, then SANE's status texts. */
const complaints: readonly (readonly [RegExp, DeviceErrorCode])[] = [
  [/open of device .* failed: .*busy/i, 'scan.busy'],
  [/open of device .* failed: .*denied/i, 'scan.access-denied'],
  [/open of device .* failed|no SANE devices found/i, 'scan.device-not-found'],
  [/setting of option .* failed|unrecognized option|invalid option|bad option/i, 'scan.unsupported-option'],
  [/out of memory/i, 'scan.no-memory'],
  [/sane_\w+: .*busy/i, 'scan.busy'],
  [/sane_\w+: .*jammed/i, 'scan.jammed'],
  [/sane_\w+: .*out of documents/i, 'scan.no-documents'],
  [/sane_\w+: .*cover is open/i, 'scan.cover-open'],
  [/sane_\w+: .*denied/i, 'scan.access-denied'],
]

/** Why `scanimage` did not scan. The message carries its own last words. */
export function scanFailure(exitCode: number | null, stderr: string): DeviceError {
  const words = lastWords(stderr)
  const code =
    statusCode[exitCode ?? -1] ?? complaints.find(([form]) => form.test(stderr))?.[1] ?? ('scan.io' as const)
  return new DeviceError(code, `scanimage ended with ${String(exitCode)}: ${words}`)
}

function lastWords(stderr: string): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .filter((line) => line.startsWith('scanimage:') && !/rounded value|received signal/.test(line))
  return (lines.at(-1) ?? 'no reason given').slice(0, 300)
}

/** The resolution that the scanner took where it could not take the one asked for. */
export function roundedDpi(stderr: string): number | null {
  const match = /rounded value of resolution from [\d.]+ to ([\d.]+)/.exec(stderr)
  return match === null ? null : Math.round(Number(match[1]))
}
