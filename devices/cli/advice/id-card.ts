import type { Advices } from './advice.ts'

export const idCardReader = {
  'id-card.no-card': { message: '没有放卡', remedy: '放上身份证；已经放着的，拿起来重新放' },
  'id-card.card-lost': { message: '卡片移动了，没有读完', remedy: '把身份证平放在读卡区不要动，再读一次' },
  'id-card.read-failed': { message: '读卡失败', remedy: '把身份证拿起来重新放，再读一次' },
  'id-card.not-recognised': { message: '不是能识别的证件', remedy: '换用居民身份证、居住证或永久居留身份证' },
  'id-card.authentication-failed': {
    message: '卡片与安全模块互认失败',
    remedy: '换一张证件试；都不行则送修读卡器',
  },
  'id-card.corrupt-data': { message: '卡内信息不完整', remedy: '重新读一次；仍不行请持证人到公安机关核查' },
  'id-card.library-missing': {
    message: '厂家动态库加载不了',
    remedy: '核对 terminal.yaml 里的路径；32 位的库不能用，请向厂家要 64 位的',
  },
  'id-card.sam-failed': { message: '读卡器安全模块自检失败', remedy: '断电再上电；仍不行则送修' },
  'id-card.sam-not-authorised': { message: '读卡器安全模块未授权', remedy: '联系读卡器厂家' },
} satisfies Advices
