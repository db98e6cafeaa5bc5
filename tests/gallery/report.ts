import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gather, type GatheredFinding, type Picture } from './findings.ts'

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${String(sign.codePointAt(0))};`)

const style = `body{font:16px/1.6 system-ui,sans-serif;margin:2rem;max-width:110rem}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:1rem;align-items:start}
figure{margin:0}img{width:100%;border:1px solid #888}.wrong img{border:3px solid #b00020}
figcaption{font-size:.875rem}li{overflow-wrap:anywhere}`

function listed(findings: readonly GatheredFinding[]): string {
  const lines = findings.map(
    ({ kind, where, detail, seen }) =>
      `<li><b>${kind}</b> ${escaped(where)} — ${escaped(detail)} <i>(${String(seen.length)}: ${escaped(seen[0] ?? '')})</i></li>`,
  )
  return lines.length === 0 ? '' : `<ul>${lines.join('')}</ul>`
}

function section(screen: string, pictures: readonly Picture[], findings: readonly GatheredFinding[]): string {
  const figures = pictures.map(
    ({ file, mode, size, condition, look, findings: wrong }) =>
      `<figure${wrong.length > 0 ? ' class="wrong"' : ''}><a href="${file}"><img loading="lazy" src="${file}" alt="${screen}"></a>
<figcaption>${mode} · ${size} · ${condition} · ${look}${wrong.length > 0 ? ` · ${String(wrong.length)}` : ''}</figcaption></figure>`,
  )
  const title = escaped(pictures[0]?.title ?? screen)
  return `<section id="${screen}"><h2>${title} <small>${screen}</small></h2>${listed(findings)}<div class="pictures">${figures.join('\n')}</div></section>`
}

/**
 * Writes `findings.json` and `index.html` beside the pictures.
 *
 * @returns what was found, each thing once
 */
export function writeReport(outDir: string, pictures: readonly Picture[]): GatheredFinding[] {
  const findings = gather(pictures)
  const report = { pictures: pictures.length, findings }
  writeFileSync(join(outDir, 'findings.json'), `${JSON.stringify(report, null, 2)}\n`)
  const screens = [...new Set(pictures.map(({ screen }) => screen))]
  const sections = screens.map((screen) =>
    section(
      screen,
      pictures.filter((picture) => picture.screen === screen),
      findings.filter((finding) => finding.screen === screen),
    ),
  )
  const links = screens.map((screen) => `<a href="#${screen}">${screen}</a>`).join(' ')
  const head = `<meta charset="utf-8"><title>一窗 · 画面总览</title><style>${style}</style>`
  const lead = `<p>${String(pictures.length)} 幅，${String(findings.length)} 处要看。</p><nav>${links}</nav>`
  const page = `<!doctype html><html lang="zh-CN">${head}<h1>画面总览</h1>${lead}${sections.join('\n')}</html>\n`
  writeFileSync(join(outDir, 'index.html'), page)
  return findings
}
