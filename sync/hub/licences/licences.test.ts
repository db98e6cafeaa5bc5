import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { LicenceQuery } from '#sync/api'
import { readCatalogue } from '#sync/catalogue/disk'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestTerminal } from '../terminal.test-support.ts'
import { TestHub } from '../test-hub.test-support.ts'
import { openHubKeys } from '../hub-keys.ts'
import { issueCode } from './codes.ts'
import type { LicenceRegister } from './register.ts'

const identityRegister = '公安部门居民身份证电子证照'
const mother = {
  idNumber: '430102199001010028',
  name: '欧试样',
  entries: [
    {
      register: '公安部门人口管理信息系统',
      name: '人口信息',
      kind: 'shared' as const,
      licenceId: null,
      validUntil: '长期',
      elements: { nation: '99', nativePlace: '湖南长沙', mobile: '19900000000' },
    },
    {
      register: identityRegister,
      name: '居民身份证',
      kind: 'licence' as const,
      licenceId: '1.2.156.3005.2.X',
      validUntil: '2035-01-01',
      elements: { nation: '01', bankCard: '6200000000000000' },
    },
    {
      register: '民政部门婚姻登记电子证照',
      name: '结婚证',
      kind: 'licence' as const,
      licenceId: null,
      validUntil: '2020-01-01',
      elements: { maritalStatus: '20' },
    },
  ],
}
const register: LicenceRegister = {
  find: (idNumber) => Promise.resolve(idNumber === mother.idNumber ? mother : null),
}

describe('e-licences and shared data', () => {
  let hub: TestHub
  let terminal: TestTerminal

  beforeAll(async () => {
    hub = await TestHub.start(() => ({ register }))
  }, 60_000)
  afterAll(() => hub.remove())
  beforeEach(async () => {
    terminal = await hub.terminal()
  })

  function queryFor(holder: LicenceQuery['holder'], more: Partial<LicenceQuery> = {}): LicenceQuery {
    return {
      queryId: randomUUID(),
      themeId: 'birth',
      subject: 'mother',
      holder,
      elements: ['nation', 'mobile', 'bankCard', 'maritalStatus'],
      materials: [],
      consent: { operatorId: '1001', at: new Date().toISOString(), words: '申请人同意本次调取' },
      ...more,
    }
  }
  const byNumber = { by: 'number', idNumber: mother.idNumber, name: mother.name } as const

  it('give what the theme uses of this person and nothing else, the sealed before the shared, nothing expired', async () => {
    const query = queryFor(byNumber)
    const answer = await terminal.client.queryLicences(query)
    expect(answer).toEqual({
      ok: true,
      value: {
        queryId: query.queryId,
        holder: { idNumber: mother.idNumber, name: mother.name },
        values: {
          nation: { value: '01', source: 'licence', register: identityRegister },
          mobile: { value: '19900000000', source: 'shared', register: '公安部门人口管理信息系统' },
        },
        materials: [],
      },
    })
  })

  it('do not tell a number that nobody has from a name that is not its', async () => {
    const wrongName = await terminal.client.queryLicences(queryFor({ ...byNumber, name: '常例禾' }))
    const nobody = await terminal.client.queryLicences(
      queryFor({ ...byNumber, idNumber: '430102199001010001' }),
    )
    expect(wrongName).toMatchObject({ ok: false, failure: { code: 'hub.holder-unknown', class: 'refuse' } })
    expect(nobody).toEqual(wrongName)
  })

  it('say for each paper whether a register has it', async () => {
    const catalogue = readCatalogue()
    const theme = catalogue.themes.find(({ id }) => id === 'certificates')
    const held = (theme?.materials ?? []).filter(({ heldBy }) => heldBy !== undefined)
    const asked = { themeId: 'certificates', materials: held.map(({ id }) => id) }
    const answer = await terminal.client.queryLicences(queryFor(byNumber, { ...asked, subject: 'applicant' }))
    if (!answer.ok) throw new Error(answer.failure.code)
    const ofNobody = await terminal.client.queryLicences(queryFor(byNumber, asked))
    expect(ofNobody).toMatchObject({ ok: true, value: { materials: [] } })
    expect(answer.value.materials.some(({ found }) => found !== null)).toBe(true)
    for (const { materialId, found } of answer.value.materials) {
      const wanted = held.find(({ id }) => id === materialId)?.heldBy
      const entry = mother.entries.find((one) => one.register === wanted && one.validUntil > '2026')
      expect(found?.name).toBe(entry?.name)
    }
    expect(answer.value.materials).toHaveLength(held.length)
  })

  it('are logged with who asked and for what, without the number and without a value', async () => {
    const query = queryFor(byNumber)
    await terminal.client.queryLicences(query)
    const rows = await hub.database.rows<Record<string, unknown>>(
      'SELECT * FROM licence_queries WHERE query_id = $1',
      [query.queryId],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ operator_id: '1001', by_code: false, elements: ['nation', 'mobile'] })
    const text = JSON.stringify(rows)
    for (const secret of [mother.idNumber, mother.name, '19900000000']) expect(text).not.toContain(secret)
  })

  describe('by a shown code', () => {
    const show = async (at = Date.now()): Promise<string> =>
      (await issueCode(hub.keys.codes, mother.idNumber, at)).code

    it('fill identity and licences once; the same code again is refused', async () => {
      const code = await show()
      const first = await terminal.client.queryLicences(queryFor({ by: 'code', code }))
      expect(first).toMatchObject({ ok: true, value: { holder: { name: mother.name } } })
      const again = await terminal.client.queryLicences(queryFor({ by: 'code', code }))
      expect(again).toMatchObject({ ok: false, failure: { code: 'hub.code-used', class: 'refuse' } })
    })

    it('are given to one of two terminals that have the same code', async () => {
      const code = await show()
      const answers = await Promise.all(
        [1, 2].map(() => terminal.client.queryLicences(queryFor({ by: 'code', code }))),
      )
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    })

    it('are refused when it has run out, and when it is from the future', async () => {
      const old = await terminal.client.queryLicences(
        queryFor({ by: 'code', code: await show(Date.now() - 121_000) }),
      )
      expect(old).toMatchObject({ ok: false, failure: { code: 'hub.code-expired' } })
      const early = await terminal.client.queryLicences(
        queryFor({ by: 'code', code: await show(Date.now() + 3_600_000) }),
      )
      expect(early).toMatchObject({ ok: false, failure: { code: 'hub.code-invalid' } })
    })

    it('are refused when anything of it was changed, or another key signed it', async () => {
      const [head, payload, signature] = (await show()).split('.') as [string, string, string]
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
      const forged = Buffer.from(JSON.stringify({ ...claims, sub: '430102199001010001' })).toString(
        'base64url',
      )
      const stranger = await openHubKeys(join(hub.folder, 'other-keys'))
      const codes = [
        `${head}.${forged}.${signature}`,
        `${head}.${payload}.${signature.slice(0, -4)}AAAA`,
        `${head}.${payload}`,
        `${head}.${payload}.${signature}.more`,
        'https://example.invalid/not-a-code',
        (await issueCode(stranger.codes, mother.idNumber, Date.now())).code,
      ]
      for (const code of codes) {
        const answer = await terminal.client.queryLicences(queryFor({ by: 'code', code }))
        expect(answer, code.slice(0, 12)).toMatchObject({ ok: false, failure: { code: 'hub.code-invalid' } })
      }
    })
  })
})
