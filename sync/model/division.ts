/** 行政区划 (GB/T 2260, six digits; GB/T 10114 below the county, nine). */
export interface Division {
  readonly code: string
  readonly name: string
  /** As an address begins: 湖南省长沙市芙蓉区. */
  readonly fullName: string
  readonly level: 'province' | 'city' | 'county' | 'town'
  /** The name's syllables without tones. */
  readonly pinyin: readonly string[]
}

/** A name or a code that is no longer in use: cards, certificates and people still say it. */
export interface FormerDivision {
  readonly code: string
  readonly name: string
  /** The last year in which the lists have it. */
  readonly lastSeen: number
  /** The code of what took its place, where that is one; its own where only the name changed. */
  readonly successor: string | null
}

/** An address, cut where the division ends. */
export interface ReadAddress {
  /** The lowest division that was recognised, a county at least; null where none was. */
  readonly division: Division | null
  /** Set where the address says a former name; `division` is then its successor, if there is one. */
  readonly formerly: FormerDivision | null
  /** The address up to there, as it was written. */
  readonly written: string
  readonly detail: string
}

/** The three lists of a division table as CSV, each with a header line. */
export interface DivisionLists {
  /** `code,name,pinyin` of provinces, cities and counties; syllables between spaces. */
  readonly current: string
  /** `code,name,pinyin` of what lies below counties, for the provinces that are served. */
  readonly towns: string
  /** `code,name,lastSeen,successor`. */
  readonly former: string
}

const levelOf = (code: string): Division['level'] =>
  code.length > 6 ? 'town' : code.endsWith('0000') ? 'province' : code.endsWith('00') ? 'city' : 'county'

function recordsOf(csv: string): string[][] {
  return csv
    .split(/\r?\n/)
    .slice(1)
    .flatMap((line) => (line === '' ? [] : [line.split(',')]))
}

/** The divisions of China as they are and as they were. */
export class DivisionTable {
  readonly #byCode = new Map<string, Division>()
  readonly #children = new Map<string, Division[]>()
  /** Cities and counties by the first character of their names. */
  readonly #byFirst = new Map<string, Division[]>()
  readonly #former: readonly FormerDivision[]
  /** Former divisions by the six digits of the province. */
  readonly #formerIn = new Map<string, FormerDivision[]>()

  constructor({ current, towns, former }: DivisionLists) {
    for (const [code = '', name = '', pinyin = ''] of [...recordsOf(current), ...recordsOf(towns)]) {
      this.#add(code, name, pinyin.split(' '))
    }
    this.#former = recordsOf(former).map(([code = '', name = '', lastSeen = '', successor = '']) => ({
      code,
      name,
      lastSeen: Number(lastSeen),
      successor: successor === '' ? null : successor,
    }))
    for (const one of this.#former) {
      const province = `${one.code.slice(0, 2)}0000`
      this.#formerIn.set(province, [...(this.#formerIn.get(province) ?? []), one])
    }
  }

  #add(code: string, name: string, pinyin: readonly string[]): void {
    const level = levelOf(code)
    const above = this.#above(code, level)
    const fullName = `${above?.fullName ?? ''}${name}`
    const division: Division = { code, name, fullName, level, pinyin }
    this.#byCode.set(code, division)
    const parent = above?.code ?? ''
    const siblings = this.#children.get(parent)
    if (siblings === undefined) this.#children.set(parent, [division])
    else siblings.push(division)
    if (level !== 'city' && level !== 'county') return
    const first = name[0] ?? ''
    this.#byFirst.set(first, [...(this.#byFirst.get(first) ?? []), division])
  }

  /** A county that no city is listed for hangs on its province: 北京市东城区, 仙桃市. */
  #above(code: string, level: Division['level']): Division | undefined {
    const province = this.#byCode.get(`${code.slice(0, 2)}0000`)
    if (level === 'province') return undefined
    if (level === 'city') return province
    if (level === 'county') return this.#byCode.get(`${code.slice(0, 4)}00`) ?? province
    return this.#byCode.get(code.slice(0, 6))
  }

  /** The division of a code of six or nine digits as it is today. */
  find(code: string): Division | null {
    return this.#byCode.get(code) ?? null
  }

  /** What a code was called, newest first: a card may show a code or a name that is no more. */
  formerly(code: string): readonly FormerDivision[] {
    return this.#former
      .filter((one) => one.code === code)
      .sort((left, right) => right.lastSeen - left.lastSeen)
  }

  /** The divisions directly below one, the provinces for the empty code. */
  below(code: string): readonly Division[] {
    return this.#children.get(code) ?? []
  }

  /** Everything that an address must name: counties, and cities that have none (东莞市). */
  counties(): Division[] {
    return [...this.#byCode.values()].filter(
      ({ code, level }) => level === 'county' || (level === 'city' && this.below(code).length === 0),
    )
  }

  /**
   * Cuts an address where its division ends. Provinces and cities may be left out where what follows is in one of
   * them only; spaces between the names do not matter.
   */
  readAddress(text: string): ReadAddress {
    const known = this.#readings(text).filter(
      ({ division }) => division !== null && division.level !== 'province',
    )
    const longest = known.reduce((most, { written }) => Math.max(most, written.length), 0)
    const best = known.filter(({ written }) => written.length === longest)
    // What a place is called today goes before what another was called once.
    const today = best.filter(({ formerly }) => formerly === null)
    const [first, ...others] = today.length > 0 ? today : best
    const isOne = first !== undefined && others.every(({ division }) => division === first.division)
    return isOne ? first : { division: null, formerly: null, written: '', detail: text }
  }

  /** Every way to read the beginning of an address as one chain of divisions. */
  #readings(text: string): ReadAddress[] {
    const province = this.below('').find(({ name }) => startsWithName(text, 0, name) !== null)
    const at = startsWithName(text, 0, province?.name ?? '') ?? 0
    const scope = province?.code.slice(0, 2) ?? ''
    const first = text.slice(at).trimStart()[0] ?? ''
    const places = (this.#byFirst.get(first) ?? []).filter(({ code }) => code.startsWith(scope))
    return [
      ...places.flatMap((place) => this.#placeReadings(text, at, place)),
      ...(province === undefined ? [] : this.#formerReadings(text, at, province)),
    ]
  }

  /** A city must be followed by one of its counties, where it has any; a county may stand without its city. */
  #placeReadings(text: string, at: number, place: Division): ReadAddress[] {
    const end = startsWithName(text, at, place.name)
    if (end === null) return []
    const counties = this.below(place.code)
    if (place.level === 'county' || counties.length === 0) return [this.#withTown(text, end, place)]
    return counties.flatMap((county) => {
      const behind = startsWithName(text, end, county.name)
      return behind === null ? [] : [this.#withTown(text, behind, county)]
    })
  }

  #withTown(text: string, at: number, county: Division): ReadAddress {
    for (const town of this.below(county.code)) {
      const end = startsWithName(text, at, town.name)
      if (end !== null) return cut(text, end, town)
    }
    return cut(text, at, county)
  }

  #formerReadings(text: string, at: number, province: Division): ReadAddress[] {
    return (this.#formerIn.get(province.code) ?? []).flatMap((former) => {
      const city = this.#byCode.get(`${former.code.slice(0, 4)}00`)
      const afterCity = city === undefined ? null : startsWithName(text, at, city.name)
      const end = startsWithName(text, afterCity ?? at, former.name)
      if (end === null || former.code.endsWith('00')) return []
      const successor = former.successor === null ? null : this.find(former.successor)
      return [
        {
          division: successor ?? city ?? province,
          formerly: former,
          written: text.slice(0, end),
          detail: text.slice(end).trim(),
        },
      ]
    })
  }
}

function cut(text: string, end: number, division: Division): ReadAddress {
  return { division, formerly: null, written: text.slice(0, end), detail: text.slice(end).trim() }
}

/** The position behind `name` if it stands at `at`, spaces before it passed over. */
function startsWithName(text: string, at: number, name: string): number | null {
  let start = at
  while (text[start] === ' ' || text[start] === '　') start += 1
  return text.startsWith(name, start) ? start + name.length : null
}
