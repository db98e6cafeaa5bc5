/** 锁屏. */
export const lock = {
  title: '已锁屏',
  who: '{name}（工号 {id}）锁了屏幕。输入口令接着办。',
  password: '口令',
  unlock: '解锁',
  kept: '办到一半的已经存好，解锁后回到原来的地方；待上传的收件照常上传。',
  other: '换一个人登录',
  now: '锁屏',
  told: '已锁屏。',
  failed: '草稿还没有存上，先不锁屏。请稍后再试。',
  soon: '没有人操作，{n} 秒后锁屏。动一下就不锁。',
} as const
