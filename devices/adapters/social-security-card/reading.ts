import { DeviceError, type SocialSecurityReading } from '#devices/contract'
import { exchange, readRecord, selectApplication, selectFile, type Transmit } from './apdu.ts'
import { readCard, records, recordValue, socialSecurityApplication, type RecordName } from './files.ts'

const ok = 0x9000
/** Record, file or reference not found: this card has no such thing (ISO/IEC 7816-4, table 6). */
const absent: readonly number[] = [0x6a82, 0x6a83, 0x6a88]

/** Reads the public files of a 社会保障卡. @throws DeviceError with a `smart-card.` code */
export async function readSocialSecurityCard(
  transmit: Transmit,
  today: string,
): Promise<SocialSecurityReading> {
  const application = await exchange(transmit, selectApplication(socialSecurityApplication))
  if (application.status !== ok)
    throw new DeviceError('smart-card.other-card', `SELECT SSSE: ${hex(application.status)}`)
  const values: Partial<Record<RecordName, Uint8Array>> = {}
  let selected = 0
  for (const name of Object.keys(records) as RecordName[]) {
    const { file, tag, bytes } = records[name]
    if (file !== selected) {
      const answer = await exchange(transmit, selectFile(file))
      if (answer.status !== ok) throw refused(`SELECT ${hex(file)}`, answer.status)
      selected = file
    }
    const { data, status } = await exchange(transmit, readRecord(tag, bytes))
    if (absent.includes(status)) continue
    if (status !== ok) throw refused(`READ RECORD ${hex(file)}/${hex(tag)}`, status)
    values[name] = recordValue(name, data)
  }
  return readCard(values, today)
}

function refused(what: string, status: number): DeviceError {
  return new DeviceError('smart-card.refused', `${what}: ${hex(status)}`)
}

function hex(value: number): string {
  return value
    .toString(16)
    .toUpperCase()
    .padStart(value > 0xff ? 4 : 2, '0')
}
