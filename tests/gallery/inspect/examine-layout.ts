import type { Finding } from '../findings.ts'

/**
 * Looks at the page as it stands and tells what scrolls sideways, is cut off, or lies over something that can be
 * pressed. Runs in the page: nothing outside of it may be named here.
 */
export function examineLayout(): Finding[] {
  const slack = 2
  const pressable =
    'button, a[href], input, select, textarea, summary, [role=button], [role=radio], [role=checkbox], [role=option], [role=menuitem], [tabindex="0"]'
  const found = new Map<string, Finding>()
  const dialogs = document.querySelectorAll('[data-modal][data-state="open"]')
  const root = dialogs[dialogs.length - 1] ?? document.body

  const nameOf = (element: Element): string => {
    const own = element.getAttribute('data-testid') ?? element.id
    const near = element.closest('[data-testid]')?.getAttribute('data-testid')
    const classes = typeof element.className === 'string' ? element.className.split(/\s+/).join('.') : ''
    const text = (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 16)
    const place = own !== '' ? `#${own}` : near === null || near === undefined ? '' : ` in #${near}`
    return `${element.tagName.toLowerCase()}${classes === '' ? '' : `.${classes}`}${place} “${text}”`
  }
  const tell = (kind: Finding['kind'], element: Element, detail: string): void => {
    const where = nameOf(element)
    if (!found.has(`${kind} ${where}`)) found.set(`${kind} ${where}`, { kind, where, detail })
  }
  // A log of thousands of words asks the same ancestors again and again.
  const uncut = new Map<Element, boolean>()
  const isUncut = (element: Element): boolean => {
    const known = uncut.get(element)
    if (known !== undefined) return known
    const up = element.parentElement
    const answer = getComputedStyle(element).clipPath === 'none' && (up === null || isUncut(up))
    uncut.set(element, answer)
    return answer
  }
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && isUncut(element)
  interface Frame {
    readonly box: DOMRect
    readonly x: string
    readonly y: string
    readonly element: Element
  }
  const framed = new Map<Element, readonly Frame[]>()
  /** Ancestors that can cut something off, from the nearest up to one that is fixed to the screen. */
  const frames = (element: Element): readonly Frame[] => {
    const known = framed.get(element)
    if (known !== undefined) return known
    const { overflowX: x, overflowY: y, position } = getComputedStyle(element)
    const own =
      x === 'visible' && y === 'visible' ? [] : [{ box: element.getBoundingClientRect(), x, y, element }]
    const up = position === 'fixed' ? null : element.parentElement
    const list = up === null || up === document.body ? own : [...own, ...frames(up)]
    framed.set(element, list)
    return list
  }
  const seenPart = (element: Element): DOMRect => {
    const box = element.getBoundingClientRect()
    let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom]
    for (const frame of frames(element.parentElement ?? element)) {
      left = Math.max(left, frame.box.left)
      top = Math.max(top, frame.box.top)
      right = Math.min(right, frame.box.right)
      bottom = Math.min(bottom, frame.box.bottom)
    }
    left = Math.max(left, 0)
    top = Math.max(top, 0)
    right = Math.min(right, innerWidth)
    bottom = Math.min(bottom, innerHeight)
    return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top))
  }
  const floats = (element: Element): Element | null => {
    for (let up: Element | null = element; up !== null; up = up.parentElement)
      if (['sticky', 'fixed'].includes(getComputedStyle(up).position)) return up
    return null
  }

  /** An open list, menu or popover: it is meant to lie over the page, and goes by Escape. */
  const layerOf = (element: Element): Element | null =>
    element.closest('[role=listbox], [role=menu], [role=dialog], [data-reka-popper-content-wrapper]')
  /** Fixed outside of the screen until it is needed, as the link that leads past the bar is. */
  const isParked = (element: Element): boolean => {
    const fixed = floats(element)
    const box = fixed?.getBoundingClientRect()
    return box !== undefined && (box.bottom <= 0 || box.top >= innerHeight)
  }

  // 横向滚动: nothing but what says so may be wider than its place.
  const all = [...root.querySelectorAll('*')]
  for (const element of [document.documentElement, root, ...all]) {
    if (element.scrollWidth <= element.clientWidth + slack || element.clientWidth === 0) continue
    const { overflowX } = getComputedStyle(element)
    const scrolls = overflowX === 'auto' || overflowX === 'scroll' || element === document.documentElement
    if (scrolls && !element.matches('pre, textarea, input') && isShown(element))
      tell('sideways', element, `${String(element.scrollWidth)} px in ${String(element.clientWidth)} px`)
    if (element instanceof HTMLInputElement && element.value === '' && element.placeholder !== '')
      tell('clipped', element, `placeholder “${element.placeholder}”`)
  }

  // 截断: words that no scrolling brings to light.
  const range = document.createRange()
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const holder = node.parentElement
    if (
      holder === null ||
      (node.textContent ?? '').trim() === '' ||
      holder.closest('select, textarea, pre, [data-abridged]')
    )
      continue
    if (!isShown(holder) || isParked(holder)) continue
    range.selectNodeContents(node)
    const button = holder.closest('button, [role=button], summary, .y-badge')
    const around = frames(holder)
    for (const box of range.getClientRects()) {
      if (box.width === 0) continue
      const rise = box.height * 0.2
      const cutX = (edge: DOMRect): boolean => box.left < edge.left - slack || box.right > edge.right + slack
      const cutY = (edge: DOMRect): boolean => box.top + rise < edge.top || box.bottom - rise > edge.bottom
      let [freeX, freeY] = [false, false]
      for (const frame of around) {
        if (!freeX && (frame.x === 'hidden' || frame.x === 'clip') && cutX(frame.box))
          tell('clipped', holder, `cut at the side by ${nameOf(frame.element)}`)
        if (!freeY && (frame.y === 'hidden' || frame.y === 'clip') && cutY(frame.box))
          tell('clipped', holder, `cut at top or bottom by ${nameOf(frame.element)}`)
        freeX ||= frame.x === 'auto' || frame.x === 'scroll'
        freeY ||= frame.y === 'auto' || frame.y === 'scroll'
      }
      const screen = new DOMRect(0, 0, innerWidth, innerHeight)
      if (!freeX && cutX(screen)) tell('clipped', holder, 'past the side of the screen')
      if (!freeY && cutY(screen)) tell('clipped', holder, 'past the top or bottom of the screen')
      if (button !== null && button !== root) {
        const edge = button.getBoundingClientRect()
        if (cutX(edge) || cutY(edge)) tell('clipped', holder, `leaks out of ${nameOf(button)}`)
      }
    }
  }

  // 遮挡: what can be pressed must be what the pointer meets.
  const pressables = [...root.querySelectorAll(pressable)].filter(
    (element) =>
      isShown(element) && !element.closest('[inert], [aria-hidden="true"]') && !element.matches(':disabled'),
  )
  for (const element of pressables) {
    const part = seenPart(element)
    const whole = element.getBoundingClientRect()
    // What is scrolled out of sight for the most part is looked at when it is scrolled to.
    if (part.width < 4 || part.height < 4 || part.width * part.height < whole.width * whole.height * 0.6)
      continue
    const label = element.id === '' ? null : root.querySelector(`label[for="${CSS.escape(element.id)}"]`)
    const holder = floats(element)
    let met: Element | null = null
    let misses = 0
    for (const [x, y] of [
      [0.5, 0.5],
      [0.15, 0.5],
      [0.85, 0.5],
      [0.5, 0.2],
      [0.5, 0.8],
    ] as const) {
      const hit = document.elementFromPoint(part.left + part.width * x, part.top + part.height * y)
      if (hit === null || element.contains(hit) || hit.contains(element) || label?.contains(hit) === true)
        continue
      if (element.closest('label')?.contains(hit) === true) continue
      if (layerOf(hit) !== layerOf(element)) continue
      const cover = floats(hit)
      // A bar that stays in sight while the page moves beneath it hides nothing for good.
      if (cover !== null && cover !== holder && frames(element).some(({ y: flow }) => flow === 'auto'))
        continue
      met = hit
      misses += 1
    }
    if (met !== null && misses >= 2) tell('covered', element, `by ${nameOf(met)}`)
  }
  for (const [at, one] of pressables.entries()) {
    const first = seenPart(one)
    if (first.width === 0 || one.matches('input, textarea')) continue
    for (const other of pressables.slice(at + 1)) {
      if (one.contains(other) || other.contains(one) || other.matches('input, textarea')) continue
      if (floats(one) !== floats(other) || layerOf(one) !== layerOf(other)) continue
      const second = seenPart(other)
      const width = Math.min(first.right, second.right) - Math.max(first.left, second.left)
      const height = Math.min(first.bottom, second.bottom) - Math.max(first.top, second.top)
      if (width > slack && height > slack) tell('overlap', one, `with ${nameOf(other)}`)
    }
  }
  return [...found.values()]
}
