import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCatalogue } from '#sync/catalogue/disk'
import { expect, it } from 'vitest'
import { inventedCodes } from './reporting.test-support.ts'
import { readProvinceSettings } from './settings.ts'

const good = { adapter: 'five-tables', url: 'https://platform.example/up_pro', ...inventedCodes() }
const [code] = Object.values(good.matters)

it.each([
  [{ ...good, url: 'http://platform.example/' }, 'must be an https address'],
  [{ ...good, adapter: 'another' }, 'adapter'],
  [{ ...good, departments: { health: { org_code: '11430000MB0000000X' } } }, '统一社会信用代码'],
  [{ ...good, matters: { 'birth-certificate': { ...code, task_code: '370117002011' } } }, '实施编码'],
  [{ ...good, matters: { 'no-such-matter': code } }, 'the catalogue has no no-such-matter'],
  [{ ...good, secret: 'x' }, 'secret'],
])('what names the platform is refused where it cannot be right: %#', async (province, told) => {
  const folder = await mkdtemp(join(tmpdir(), 'province-'))
  const file = join(folder, 'province.yaml')
  await writeFile(file, JSON.stringify({ province }))
  await expect(readProvinceSettings(file, readCatalogue())).rejects.toThrow(told)
  await writeFile(file, JSON.stringify({ province: good }))
  expect(await readProvinceSettings(file, readCatalogue())).toMatchObject({ matters: good.matters })
  await rm(folder, { recursive: true, force: true })
})
