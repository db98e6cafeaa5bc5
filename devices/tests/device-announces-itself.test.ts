import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { proposeDevices } from '#devices/runtime'
import { listAnnounced } from '#devices/transports'
import { slow, temporaryFolder } from './bench.ts'
import { startIppeveprinter, whyNoIppeveprinter } from './ipp-bench.ts'

const reason = whyNoIppeveprinter()
const never = new AbortController().signal

/** The real Avahi announces a scanner as its maker would, or as nobody should. */
async function announceScanner(type: '_uscan._tcp' | '_uscans._tcp', txt: readonly string[]): Promise<void> {
  const script = join(await temporaryFolder(), 'announce.sh')
  const records = txt.map((record) => `<txt-record>${record}</txt-record>`).join('')
  await writeFile(
    script,
    `set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/dbus /run/avahi-daemon /run/services
mount --bind /run/services /etc/avahi/services
cat > /etc/avahi/services/scanner.service <<'END'
<?xml version="1.0" standalone='no'?><!DOCTYPE service-group SYSTEM "avahi-service.dtd">
<service-group><name>Test scanner</name><service><type>${type}</type><port>8097</port>${records}</service></service-group>
END
dbus-daemon --system --fork --nopidfile
exec avahi-daemon --no-drop-root --no-rlimits --no-chroot
`,
  )
  const child = spawn(
    'unshare',
    ['--mount', '--pid', '--mount-proc', '--fork', '--kill-child', 'sh', script],
    {
      stdio: 'ignore',
    },
  )
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        child.once('close', () => {
          resolve()
        })
        child.kill('SIGKILL')
      }),
  )
}

const scannersAt = async (port: number): Promise<string[]> =>
  (await listAnnounced(never)).flatMap(({ address }) =>
    address?.includes(`:${String(port)}/`) === true ? [address] : [],
  )

describe.skipIf(reason !== null)(
  `a device that announces itself on the network${reason === null ? '' : ` (skipped: ${reason})`}`,
  slow,
  () => {
    it('is proposed with the entry that would make it a device of this terminal, and never as certain', async () => {
      const { port } = await startIppeveprinter()
      const mine = async () =>
        (await proposeDevices([], never, listAnnounced)).find(
          ({ address }) => address?.startsWith('ipp:') === true && address.includes(`:${String(port)}/`),
        )
      await expect.poll(mine, slow).toMatchObject({
        bus: 'mdns',
        confidence: 'likely',
        entry: { kind: 'document-printer', adapter: 'ipp' },
      })
    })

    it.each([
      ['_uscan._tcp', 'http'],
      ['_uscans._tcp', 'https'],
    ] as const)('as %s is a scanner at the root that it names', async (type, scheme) => {
      await announceScanner(type, ['rs=eSCL', 'ty=Maker Model'])
      await expect
        .poll(() => scannersAt(8097), slow)
        .toEqual([expect.stringMatching(new RegExp(`^${scheme}://[\\d.]+:8097/eSCL$`))])
    })

    it('is not listed where its root is no path', async () => {
      await announceScanner('_uscan._tcp', ['rs=x/../..?a=b#c', 'ty=Maker Model'])
      await startIppeveprinter()
      // The printer has been heard, and so would the scanner have been, from the same kind of announcer.
      await expect.poll(async () => (await listAnnounced(never)).length, slow).toBeGreaterThan(0)
      expect(await scannersAt(8097)).toEqual([])
    })
  },
)

describe('looking for devices that announce themselves', slow, () => {
  it('ends when it is called off', async () => {
    const cancel = new AbortController()
    const looked = listAnnounced(cancel.signal)
    cancel.abort()
    expect(Array.isArray(await looked)).toBe(true)
  })
})
