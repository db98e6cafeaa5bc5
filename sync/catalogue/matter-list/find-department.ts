import type { Department } from '#sync/model'
import { identifierOf } from './identifier.ts'

/** `公安厅（局）` is 公安厅 in the province and 公安局 below it. */
function namesOf({ id, name, shortName }: Department): string[] {
  const match = /^(.+?)(厅|总队|办公室)?（(.+)）$/u.exec(name)
  const spelt = match === null ? [name] : [`${match[1]}${match[2] ?? ''}`, `${match[1]}${match[3]}`]
  return [id, shortName, ...spelt, ...spelt.map((full) => full.replace(/和|管理|监督/gu, ''))]
}

/** The place that a county puts before its department, as in 岳麓区民政局. */
const placeBefore = /^(?:湖南省|省|[\p{Script=Han}]{1,8}?(?:市|州|县|区|旗))+/u

/** Departments of a catalogue by every name that a list may give them. */
export class DepartmentFinder {
  readonly #byName = new Map<string, Department>()
  readonly #added: Department[] = []

  constructor(departments: readonly Department[]) {
    for (const department of departments) {
      for (const name of namesOf(department)) {
        if (!this.#byName.has(name)) this.#byName.set(name, department)
      }
    }
  }

  /** The department of that name; one that the catalogue does not know is added. */
  find(name: string): Department {
    const known = this.#byName.get(name) ?? this.#byName.get(name.replace(placeBefore, ''))
    if (known !== undefined) return known
    const kind = /公司$/u.test(name)
      ? 'utility'
      : /(?:局|厅|委|委员会|办公室|办|队|政府|处)$/u.test(name)
        ? 'authority'
        : 'institution'
    const department: Department = { id: identifierOf(name), name, shortName: name, kind }
    this.#byName.set(name, department)
    this.#added.push(department)
    return department
  }

  /** Those that the catalogue did not know, in the list's order. */
  get added(): readonly Department[] {
    return this.#added
  }
}
