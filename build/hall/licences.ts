import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inventPerson } from '#devices/simulators'
import { mod3736CheckCharacter } from '#sync/model'
import { stringify } from 'yaml'

/** Whoever the reader simulator can put on the reader by a seed below this has licences, too. */
const people = 300

/** An invented 电子证照标识 with its check character (GB/T 36904). */
function licenceId(serial: number): string {
  const type = '11100000000013338W001'
  const issuer = '11430000006122109K'
  const number = `EXAMPLE${String(serial).padStart(6, '0')}`
  return `1.2.156.3005.2.${type}.${issuer}.${number}.001.${mod3736CheckCharacter(`${type}${issuer}${number}001`)}`
}

function isoDay(compact: string): string {
  return /^\d{8}$/.test(compact)
    ? `${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6)}`
    : compact
}

function holderOf(seed: number): object | null {
  const person = inventPerson(seed)
  if (person.edition !== 'resident') return null
  return {
    idNumber: person.number,
    name: person.name,
    entries: [
      {
        register: '公安部门居民身份证电子证照',
        name: '居民身份证',
        kind: 'licence',
        licenceId: licenceId(seed),
        validUntil: isoDay(person.validUntil),
        elements: {
          name: person.name,
          sex: person.sex,
          nation: person.nation,
          birthDate: isoDay(person.birth),
          idType: '111',
          idNumber: person.number,
          idAuthority: person.authority,
          idValidFrom: isoDay(person.validFrom),
          idValidUntil: isoDay(person.validUntil),
          householdAddress: person.address,
        },
      },
      {
        register: '公安部门人口管理信息系统',
        name: '人口信息',
        kind: 'shared',
        elements: { nationality: 'CHN', nativePlace: '湖南长沙', address: person.address },
      },
      ...(person.sex === '2'
        ? [{ register: '接生医院的助产机构信息系统', name: '分娩信息', kind: 'shared', elements: {} }]
        : []),
    ],
  }
}

/** Writes what the demonstration hub knows of the hall's invented people. */
export function writeLicences(hallDir: string): string {
  const path = join(hallDir, 'licences.yaml')
  const holders = Array.from({ length: people }, (_, seed) => holderOf(seed)).filter(
    (holder) => holder !== null,
  )
  writeFileSync(path, stringify({ holders }), { mode: 0o600 })
  return path
}
