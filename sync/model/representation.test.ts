import { describe, expect, it } from 'vitest'
import type { Representation } from './intake.ts'
import { representationProblems } from './representation.ts'
import { residentIdCheckCharacter } from './resident-id.ts'

const today = '2026-11-23'
const numberOf = (birth: string, serial = '002'): string => {
  const first17 = `430102${birth}${serial}`
  return first17 + residentIdCheckCharacter(first17)
}
const theme = {
  subjects: [
    { id: 'student', label: '学生', kind: 'person', readsCard: true },
    { id: 'company', label: '企业', kind: 'organisation', readsCard: false },
  ],
} as const
const agent: Representation = {
  kind: 'agent',
  name: '安样宁',
  idNumber: numberOf('19800101'),
  mobile: '',
  proof: ['page-1'],
}

function problems(
  values: Readonly<Record<string, string>>,
  representation: Representation | null = null,
  signer = 'student',
): readonly string[] {
  const entries = Object.entries(values).map(([key, value]) => [key, { value, source: 'typed' as const }])
  const draft = { values: Object.fromEntries(entries) as never, representation }
  return representationProblems({ subjects: [...theme.subjects] }, draft, signer, today)
}

describe('who may sign', () => {
  it('is an adult for themselves, from the eighteenth birthday on', () => {
    expect(problems({ 'student.idNumber': numberOf('20081123') })).toEqual([])
    expect(problems({ 'student.idNumber': numberOf('20081124') })).toEqual(['minor-alone'])
  })

  it('goes by the birth date told where there is no number, and by nothing where nothing is known', () => {
    expect(problems({ 'student.birthDate': '2010-02-28' })).toEqual(['minor-alone'])
    expect(problems({})).toEqual([])
  })

  it('asks no age of an organisation', () => {
    expect(problems({ 'company.birthDate': '2020-01-01' }, null, 'company')).toEqual([])
  })

  it('is somebody else for a minor or by authorisation, with a name, a number and a proof', () => {
    const minor = { 'student.idNumber': numberOf('20150601') }
    expect(problems(minor, { ...agent, kind: 'guardian' })).toEqual([])
    expect(problems(minor, { ...agent, proof: [] })).toEqual(['proof-missing'])
    expect(problems(minor, { ...agent, name: ' ' })).toEqual(['name-missing'])
    expect(problems(minor, { ...agent, idNumber: agent.idNumber.slice(0, 17) })).toEqual(['number-wrong'])
  })

  it('is neither another minor nor the applicant under another name', () => {
    const adult = { 'student.idNumber': numberOf('19900101') }
    expect(problems(adult, { ...agent, idNumber: numberOf('20120101') })).toEqual(['minor-represents'])
    expect(problems(adult, { ...agent, idNumber: numberOf('19900101') })).toEqual(['represents-self'])
  })
})
