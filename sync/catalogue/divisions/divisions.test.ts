import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDivisionSearch, divisionTable } from './index.ts'

const table = divisionTable()
const search = createDivisionSearch(table, '43')

describe('the division table', () => {
  it('knows what a code is, and what it was', () => {
    expect(table.find('430102')).toMatchObject({ fullName: '湖南省长沙市芙蓉区', level: 'county' })
    expect(table.find('110101')?.fullName).toBe('北京市东城区')
    expect(table.find('429004')?.fullName).toBe('湖北省仙桃市')
    expect(table.find('430122')).toBeNull()
    expect(table.formerly('430122')).toEqual([
      { code: '430122', name: '望城县', lastSeen: 2010, successor: '430112' },
    ])
    expect(table.formerly('999999')).toEqual([])
  })

  it('has no successor that is not there, and every county below something', () => {
    for (const county of table.counties()) expect(county.fullName).toMatch(/^.{2,}(?:省|自治区|市|行政区)./)
    for (const county of table.counties()) {
      for (const former of table.formerly(county.code))
        expect(table.find(former.successor ?? '')).not.toBeNull()
    }
  })
})

describe('an address', () => {
  it.each([
    ['湖南省长沙市芙蓉区文艺路街道样例路1号', '430102001', '样例路1号'],
    ['湖南省长沙市芙蓉区样例路1号', '430102', '样例路1号'],
    ['湖南省 长沙市 芙蓉区 样例路1号', '430102', '样例路1号'],
    ['湖南省浏阳市样例路1号', '430181', '样例路1号'],
    ['长沙市芙蓉区样例路1号', '430102', '样例路1号'],
    ['芙蓉区样例路1号', '430102', '样例路1号'],
    ['北京市东城区样例胡同1号', '110101', '样例胡同1号'],
    ['湖北省仙桃市样例路1号', '429004', '样例路1号'],
    ['广东省东莞市样例路1号', '441900', '样例路1号'],
    ['湖南省湘西土家族苗族自治州吉首市样例路1号', '433101', '样例路1号'],
  ])('is cut where its division ends: %s', (text, code, detail) => {
    expect(table.readAddress(text)).toMatchObject({ division: { code }, formerly: null, detail })
  })

  it.each(['样例路1号', '长沙市样例路1号', '', '湖南省', '朝阳区样例路1号', '湖南省长沙市'])(
    'that names no county, or one of several, is not guessed at: %s',
    (text) => {
      expect(table.readAddress(text).division).toBeNull()
    },
  )

  it('with a former name leads to what it is now', () => {
    expect(table.readAddress('湖南省长沙市望城县样例村1组')).toMatchObject({
      division: { code: '430112', name: '望城区' },
      formerly: { name: '望城县' },
      detail: '样例村1组',
    })
  })

  it('says what a place is called today, although another was called so once', () => {
    const { division, formerly } = table.readAddress('海南省屯昌县样例路1号')
    expect(division?.code).toBe('469022')
    expect(formerly).toBeNull()
  })

  it('begins with any division that there is, and its detail is what follows', () => {
    const counties = table.counties()
    fc.assert(
      fc.property(fc.constantFrom(...counties), fc.integer({ min: 1, max: 999 }), (county, number) => {
        const { division, detail } = table.readAddress(`${county.fullName}甲乙丙路${number}号`)
        expect(division?.code).toBe(county.code)
        expect(detail).toBe(`甲乙丙路${number}号`)
      }),
      { numRuns: 1_000 },
    )
  })

  it('of any text at all is read without a fault, and nothing of it is lost', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'湖南省长沙市芙蓉区 望城县12号a'), maxLength: 30 }),
        (text) => {
          const { written, detail } = table.readAddress(text)
          expect((written + detail).replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        },
      ),
    )
  })
})

describe('suggestions while an address is written', () => {
  const first = (text: string) => search.suggest(text)[0]?.fullName

  it.each(['芙蓉', 'furong', 'frq', '湖南省长沙市芙', '长沙市芙蓉'])(
    'come by characters, pinyin and initials: %s',
    (text) => {
      expect(first(text)).toBe('湖南省长沙市芙蓉区')
    },
  )

  it('name the home province first, and others too', () => {
    const found = search.suggest('桥', 8)
    expect(found.length).toBeGreaterThan(0)
    expect(search.suggest('朝阳').map(({ fullName }) => fullName)).toContain('北京市朝阳区')
  })

  it('go on with the streets and towns of the county, and end when the detail begins', () => {
    expect(search.suggest('湖南省长沙市芙蓉区').every(({ level }) => level === 'town')).toBe(true)
    expect(first('湖南省长沙市芙蓉区wyl')).toBe('湖南省长沙市芙蓉区文艺路街道')
    expect(search.suggest('湖南省长沙市芙蓉区文艺路街道')).toEqual([])
    expect(search.suggest('湖南省长沙市芙蓉区样例路1号')).toEqual([])
    expect(search.suggest('')).toEqual([])
  })
})
