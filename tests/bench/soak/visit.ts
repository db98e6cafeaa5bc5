import { hasFocus, type PageDriver, signIn } from '../page-driver.ts'

const theme = { words: '出生', result: 'desk-result-birth' }
/** A few fields of the form, by their keys. Invented, and searched for on the screen afterwards. */
const typed = {
  'newborn.name': '样例宝宝',
  'newborn.birthWeight': '3250',
  'newborn.address': '湖南省长沙市芙蓉区样例路88号',
}

const inputOf = (key: string): string => `[data-field="${key}"] input`
const keptDraft = '[data-testid="desk-drafts"] [data-testid^="draft-"]'

async function fillSome(page: PageDriver): Promise<void> {
  for (const [key, text] of Object.entries(typed)) {
    await page.focus(inputOf(key))
    await page.type(text)
    await page.press('Tab')
  }
  await page.shown(
    `document.querySelector('[data-testid="form-autosave"]')?.textContent.includes('已自动保存') === true`,
  )
}

/** Starts the theme, answers its questions, fills a few fields and leaves them saved. */
async function begin(page: PageDriver): Promise<void> {
  await page.type(theme.words)
  await page.there(theme.result)
  await page.press('Enter')
  await page.there('guide-notice')
  for (const question of ['parents', 'settle']) {
    await page.shown(`document.activeElement?.getAttribute('role') === 'radio'`)
    await page.press('1')
    await page.there(`guide-answer-${question}`)
  }
  await page.focused('guide-next')
  await page.press('F8')
  await page.there('form-progress')
  await fillSome(page)
}

/** Opens the draft that the visit before has left, goes back to the desk and discards it. */
async function resumeAndDiscard(page: PageDriver): Promise<void> {
  await page.focus(keptDraft)
  await page.press('Enter')
  await page.there('form-progress')
  await page.shown(
    `document.querySelector('${inputOf('newborn.name')}')?.value === '${typed['newborn.name']}'`,
  )
  await page.focus('[data-testid="bar-search"]')
  await page.press('Enter')
  await page.focus('[data-testid="desk-drafts"] .discard')
  await page.press('Enter')
  await page.focus('[data-testid="draft-discard-confirm"]')
  await page.press('Enter')
  await page.shown(`document.querySelector('${keptDraft}') === null`)
}

async function signOut(page: PageDriver): Promise<void> {
  await page.focus('[data-testid="operator-menu"]')
  await page.press('Enter')
  await page.focus('[data-testid="sign-out"]')
  await page.press('Enter')
  await page.shown(hasFocus('sign-in-operator'))
}

/** @throws Error when the screen still holds what the visitor typed: then there was no wipe to speak of. */
async function demandWiped(page: PageDriver): Promise<void> {
  const left = await page.value(`(() => {
    const inputs = [...document.querySelectorAll('input, textarea')].map((input) => input.value)
    const seen = [document.documentElement.textContent, ...inputs].join(' ')
    return ${JSON.stringify(Object.values(typed))}.filter((text) => seen.includes(text))
  })()`)
  if (!Array.isArray(left) || left.length > 0) throw new Error('the screen was not wiped after a visit')
}

/** The n-th visit, from the sign-in screen to the sign-in screen: every other one begins a draft, the next ends it. */
export async function visit(page: PageDriver, number: number): Promise<void> {
  await page.shown(hasFocus('sign-in-operator'))
  await signIn(page)
  await page.focused('desk-search')
  await (number % 2 === 1 ? begin(page) : resumeAndDiscard(page))
  await signOut(page)
  await demandWiped(page)
}
