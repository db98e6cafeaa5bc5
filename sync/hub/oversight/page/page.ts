import type { BadReview } from '#sync/api'
import { type Catalogue, followUpNames, satisfactionNames } from '#sync/model'
import { html, type Html } from './html.ts'
import type { Hall } from './read-hall.ts'
import { provinceSection } from './province-section.ts'
import * as sections from './sections.ts'
import { when } from './words.ts'

/** The frame of every page: nothing from elsewhere, nothing inline. */
function frame(title: string, body: Html, head: Html | null = null): string {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/supervisor/style.css" />
        ${head}
      </head>
      <body>
        ${body}
      </body>
    </html> `.text
}

const refreshing = html`<script src="/supervisor/page.js" defer></script>
  <noscript><meta http-equiv="refresh" content="60" /></noscript>`

/** 主管页面. */
export function hallPage(hall: Hall, catalogue: Catalogue): string {
  const body = html`<a class="skip" href="#main">跳到内容</a>
    <header>
      <h1>大厅主管</h1>
      <div class="tools">
        <p id="refresh-state" role="status"></p>
        <button type="button" id="pause" hidden>暂停自动刷新</button>
        <form method="post" action="/supervisor/check"><button>立即核对时限</button></form>
        <form method="post" action="/supervisor/logout"><button>退出</button></form>
      </div>
    </header>
    <main id="main" tabindex="-1">
      ${sections.summarySection(hall)} ${sections.cardsSection(hall)}
      ${sections.backlogSection(hall, catalogue)} ${sections.failuresSection(hall)}
      ${hall.province.state === 'none' ? null : provinceSection(hall)} ${sections.reviewsSection(hall)}
      ${sections.terminalsSection(hall)}
    </main>`
  return frame('大厅主管 · 一窗', body, refreshing)
}

/** Asks for the token. @param said what was wrong with the last one */
export function loginPage(said: string | null = null): string {
  const wrong = said === null ? null : html`<p class="error" id="login-error" role="alert">${said}</p>`
  return frame(
    '登录 · 大厅主管',
    html`<main class="narrow">
      <h1>大厅主管</h1>
      <form method="post" action="/supervisor/login">
        <label for="token">主管口令</label>
        <input
          id="token"
          name="token"
          type="password"
          autocomplete="current-password"
          required
          maxlength="200"
          autofocus
          aria-describedby="${said === null ? 'token-hint' : 'login-error token-hint'}"
        />
        <p class="note" id="token-hint">口令在统一受理系统的数据目录里，由系统管理员保管。</p>
        ${wrong}
        <button>登录</button>
      </form>
    </main>`,
  )
}

/** 差评整改: one bad review, what has been done, and a form for what comes next. */
export function reviewPage(bad: BadReview, followUpId: string): string {
  const done = bad.state === 'rectified' || bad.state === 'unfounded'
  const steps = bad.followUps.map(
    ({ state, note, at }) =>
      html`<li>
        <strong>${followUpNames[state]}</strong> <time datetime="${at}">${when(new Date(at))}</time> ${note}
      </li>`,
  )
  const options = (['checking', 'rectified', 'unfounded'] as const).map(
    (state) => html`<option value="${state}">${followUpNames[state]}</option>`,
  )
  const form = html`<form method="post" action="/supervisor/reviews/${bad.reviewId}">
    <input type="hidden" name="followUpId" value="${followUpId}" />
    <label for="state">处理到哪一步</label>
    <select id="state" name="state">
      ${options}
    </select>
    <label for="note">做了什么（不写姓名和电话）</label>
    <textarea id="note" name="note" maxlength="500" rows="4"></textarea>
    <button>登记</button>
  </form>`
  return frame(
    '差评整改 · 大厅主管',
    html`<main class="narrow">
      <p><a href="/supervisor#reviews">返回</a></p>
      <h1>差评整改</h1>
      <dl>
        <dt>评价</dt>
        <dd>${satisfactionNames[bad.satisfaction]}</dd>
        <dt>原因</dt>
        <dd>${bad.reasons.length === 0 ? '没有选原因' : bad.reasons.map(({ text }) => text).join('；')}</dd>
        <dt>收件号</dt>
        <dd>${bad.receiptNumber}</dd>
        <dt>现在</dt>
        <dd>${followUpNames[bad.state]}</dd>
      </dl>
      ${
        steps.length === 0
          ? null
          : html`<ol>
              ${steps}
            </ol>`
      }
      ${done ? html`<p class="note">已经处理完。</p>` : form}
    </main>`,
  )
}
