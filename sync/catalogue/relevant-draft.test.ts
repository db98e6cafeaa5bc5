import { describe, expect, it } from 'vitest'
import { type Attachment, relevantDraft } from '#sync/model'
import { bundledCatalogue } from './bundled/index.ts'

const catalogue = bundledCatalogue()
const theme = catalogue.themes.find(({ id }) => id === 'birth') ?? expect.fail('no birth theme')
const scan = (id: string): Attachment => ({
  id,
  kind: 'scan',
  mediaType: 'image/png',
  size: 1,
  sha256: '0'.repeat(64),
  label: id,
})

describe('a draft whose situation changed', () => {
  const draft = {
    answers: { parents: 'mother-only' },
    values: {
      'mother.name': { value: '欧试样', source: 'typed' as const },
      'father.name': { value: '沐例禾', source: 'typed' as const },
    },
    materials: [
      { materialId: 'mother-id', status: 'attached' as const, grade: 'B' as const, attachments: ['scan-1'] },
      {
        materialId: 'marriage-certificate',
        status: 'attached' as const,
        grade: 'B' as const,
        attachments: ['scan-2'],
      },
    ],
    attachments: [scan('scan-1'), scan('scan-2'), { ...scan('photo'), kind: 'card-photo' as const }],
    signature: null,
    representation: null,
    supplement: null,
  }

  it('keeps what is still asked for and leaves the rest behind', () => {
    const { values, materials, attachments } = relevantDraft(theme, catalogue, draft)
    expect(Object.keys(values)).toEqual(['mother.name'])
    expect(materials.map((entry) => entry.materialId)).toEqual(['mother-id'])
    expect(attachments.map(({ id }) => id)).toEqual(['scan-1', 'photo'])
  })

  it('keeps the signature’s files', () => {
    const signature = {
      signer: 'mother',
      image: 'scan-2',
      statement: '',
      signedDigest: '0'.repeat(64),
      signedAt: '2026-11-23T00:00:00Z',
    }
    expect(
      relevantDraft(theme, catalogue, { ...draft, signature }).attachments.map(({ id }) => id),
    ).toContain('scan-2')
  })
})
