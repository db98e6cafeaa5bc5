/** A4 forms: printing them, and the few words that only a sheet has. */
export const paper = {
  print: '打印 A4',
  again: '再打印一份 A4',
  look: '看 A4 样张',
  preview: '{title}（A4 样张）',
  cancel: '撤回',
  drawing: '正在排版……',
  stage: {
    sending: '正在发给打印机……',
    queued: '在打印机里排队……',
    printing: '正在打印……',
    'held-up': '打印停住了：',
    cancelling: '正在撤回……',
  },
  heldUp: '处理好后会自己接着打，不用再按打印；十分钟没有处理，会自动撤回。',
  printed: {
    printer: 'A4 已打出，请交给申请人。',
    queue: '已全部交给打印机。请看一眼出纸口，纸齐了再交给申请人。',
  },
  missing: 'A4 已打出，但本机没有这些字的字形，纸上是空框，请手写补上：{characters}',
  cancelled: '已撤回，不会再打出来。已经出来的纸请收回。',
  code: '二维码：{data}',
  signedOn: '日期：　　　年　　月　　日',
  signer: { applicant: '申请人签收', clerk: '经办人' },
} as const
