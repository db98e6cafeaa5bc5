import type { IdCard } from '#devices/contract'
import { type CodeTable, dataElementSchema, type FormSection, type MergedField } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { factsBeyond } from './card-facts.ts'
import { cardValues, fillFromCard, socialCardValues } from './card-values.ts'
import { fillFrom, type Offered } from './offered-values.ts'

const card: IdCard = {
  kind: 'resident',
  name: '林一诺',
  nameEnglish: null,
  sex: 'female',
  nationCode: '15',
  nation: '土家',
  birth: '1996-03-08',
  address: '示范省示范市示范区测试路1号',
  number: '430102199603080021',
  authority: '示范市公安局示范分局',
  validFrom: '2020-01-02',
  validUntil: '长期',
  photoWlt: new Uint8Array(1024),
}
const codeTables: CodeTable[] = [
  {
    id: 'sex',
    name: '性别',
    entries: [
      { code: '1', label: '男' },
      { code: '2', label: '女' },
    ],
  },
  { id: 'nation', name: '民族', entries: [{ code: '01', label: '汉族' }] },
]

function field(elementId: string, format: object): MergedField {
  const element = dataElementSchema.parse({
    id: elementId,
    label: elementId,
    format,
    sensitivity: 'personal',
  })
  return {
    key: `mother.${elementId}`,
    subject: 'mother',
    element,
    label: elementId,
    required: true,
    matters: ['a'],
  }
}
const section: FormSection = {
  subject: 'mother',
  label: '母亲',
  readsCard: true,
  fields: [
    field('name', { kind: 'personName' }),
    field('sex', { kind: 'code', table: 'sex' }),
    field('nation', { kind: 'code', table: 'nation' }),
    field('birthDate', { kind: 'date' }),
    field('idNumber', { kind: 'residentId' }),
    field('idValidUntil', { kind: 'date' }),
    field('mobile', { kind: 'mobile' }),
    field('address', { kind: 'address' }),
    field('householdAddress', { kind: 'address' }),
  ],
}

function textOf(fills: Readonly<Record<string, Offered>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fills).map(([key, { value }]) => [key, value]))
}

describe('filling a section from a card', () => {
  it('fills every field that the card knows and leaves the others alone', () => {
    const { fills, conflicts } = fillFromCard(section, {}, cardValues(card), codeTables)
    expect(textOf(fills)).toMatchObject({
      'mother.name': '林一诺',
      'mother.sex': '2',
      'mother.birthDate': '1996-03-08',
      'mother.idNumber': '430102199603080021',
    })
    expect(textOf(fills)['mother.householdAddress']).toBe('示范省示范市示范区测试路1号')
    expect(fills).not.toHaveProperty('mother.mobile')
    expect(fills, 'where somebody lives is not on the card').not.toHaveProperty('mother.address')
    expect(conflicts).toEqual([])
  })

  it('sets no code that the table does not have, and no date that is none', () => {
    const { fills } = fillFromCard(section, {}, cardValues(card), codeTables)
    expect(fills).not.toHaveProperty('mother.nation')
    expect(fills).not.toHaveProperty('mother.idValidUntil')
  })

  it('asks before it replaces what somebody typed or another card said', () => {
    const { fills, conflicts } = fillFromCard(
      section,
      {
        'mother.name': { value: '林一若', source: 'typed' },
        'mother.idNumber': { value: '430102199603080048', source: 'card' },
      },
      cardValues(card),
      codeTables,
    )
    expect(fills).not.toHaveProperty('mother.name')
    expect(conflicts.map(({ key, present, offered }) => [key, present, offered.value])).toEqual([
      ['mother.name', '林一若', '林一诺'],
      ['mother.idNumber', '430102199603080048', '430102199603080021'],
    ])
  })

  it('replaces what was only derived, and turns an equal typed value into a card value', () => {
    const { fills, conflicts } = fillFromCard(
      section,
      {
        'mother.birthDate': { value: '1996-03-09', source: 'derived' },
        'mother.name': { value: '林一诺', source: 'typed' },
      },
      cardValues(card),
      codeTables,
    )
    expect(fills['mother.birthDate']).toEqual({ value: '1996-03-08', source: 'card' })
    expect(fills['mother.name']).toEqual({ value: '林一诺', source: 'card' })
    expect(conflicts).toEqual([])
  })

  it('of social security says who its holder is, and nothing of a document’s validity', () => {
    const social = {
      number: '430102199603080021',
      name: '林一诺',
      sex: 'female',
      nationCode: null,
      nation: null,
      birthplaceCode: null,
      birth: '1996-03-08',
      cardNumber: 'A00000001',
      version: '3.00',
      issuer: null,
      issued: '2024-03-15',
      validUntil: '2034-03-15',
    } as const
    expect(socialCardValues(social)).toEqual({
      name: '林一诺',
      sex: '2',
      birthDate: '1996-03-08',
      idType: '111',
      idNumber: '430102199603080021',
    })
  })

  it('says nothing that a foreigner’s card does not say', () => {
    expect(cardValues({ ...card, latestAddress: null })['householdAddress']).toBe(card.address)
    const values = cardValues({ ...card, kind: 'foreigner', nationCode: null, nation: 'FRA', address: null })
    expect(values).not.toHaveProperty('householdAddress')
    expect(values.idType).toBe('553')
    expect(values).not.toHaveProperty('nation')
    expect(values.nationality).toBe('FRA')
  })

  it('keeps the better source where a licence agrees with the card, and asks where it does not', () => {
    const values = {
      'mother.name': { value: '林一诺', source: 'card' as const },
      'mother.mobile': { value: '19900000000', source: 'typed' as const },
    }
    const offers = {
      name: { value: '林一诺', source: 'licence' as const },
      mobile: { value: '19900000001', source: 'shared' as const },
      idNumber: { value: '430102199603080021', source: 'licence' as const },
    }
    const { fills, conflicts } = fillFrom(section, values, offers, codeTables)
    expect(fills).toEqual({
      'mother.name': { value: '林一诺', source: 'card' },
      'mother.idNumber': { value: '430102199603080021', source: 'licence' },
    })
    expect(conflicts.map(({ key, offered }) => [key, offered.source])).toEqual([['mother.mobile', 'shared']])
  })
})

describe('a card whose holder has moved', () => {
  const moved: IdCard = { ...card, latestAddress: '示范省示范市新区示例街2号' }

  it('gives the address of today, and shows the printed one beside', () => {
    expect(cardValues(moved)['householdAddress']).toBe('示范省示范市新区示例街2号')
    const withAddress: FormSection = {
      ...section,
      fields: [...section.fields, field('householdAddress', { kind: 'address' })],
    }
    expect(factsBeyond(withAddress, moved)).toContainEqual({ id: 'printedAddress', value: card.address })
    expect(factsBeyond(withAddress, card).map(({ id }) => id)).not.toContain('printedAddress')
  })
})
