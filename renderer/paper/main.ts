import '@fontsource-variable/noto-sans-sc/index.css'
import '../ui/tokens.css'
import './print-page.css'
import { createMessages } from '#renderer/messages'
import { type PaperBridge, paperSheetSchema } from '#shell/contract'
import { createApp } from 'vue'
import A4Sheet from './A4Sheet.vue'
import { missingGlyphs } from './missing-glyphs.ts'

declare global {
  interface Window {
    /** Put there by the preload script of the page for sheets, and on no other page. */
    readonly paper: PaperBridge
  }
}

/** The page for sheets: takes one, draws it, says so. The main process makes the PDF of it. */
async function main(): Promise<void> {
  const sheet = paperSheetSchema.parse(await window.paper.sheet())
  document.title = sheet.title
  createApp(A4Sheet, { sheet }).use(createMessages()).mount('#paper')
  // Laying out begins the loading of the fonts' pieces; only then is there something to wait for.
  document.body.getBoundingClientRect()
  await document.fonts.ready
  const page = document.querySelector('#paper')
  const family = page === null ? 'sans-serif' : getComputedStyle(page).fontFamily
  window.paper.ready({ missing: missingGlyphs(page?.textContent ?? '', family) })
}

void main()
