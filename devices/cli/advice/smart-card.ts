import type { Advices } from './advice.ts'

export const smartCardReader = {
  'smart-card.service-missing': {
    message: '本机的智能卡服务（PC/SC）没有运行',
    remedy: '安装并启动 pcscd（Windows 上是 Smart Card 服务），再试一次',
  },
  'smart-card.no-reader': {
    message: '智能卡服务没有找到这个读卡器',
    remedy: '插好读卡器；用 device list 看读卡器的名称，核对 pcsc: 后面写的名称',
  },
  'smart-card.no-card': { message: '没有插卡', remedy: '把社保卡插到底，芯片朝读卡器一面' },
  'smart-card.mute': { message: '卡没有应答', remedy: '看看是否插反，擦一擦芯片，再插一次' },
  'smart-card.silent': {
    message: '读到一半，卡不再应答',
    remedy: '拔出卡，擦一擦芯片，再插一次；拔出后仍不行，拔插读卡器的数据线',
  },
  'smart-card.removed': { message: '没有读完，卡就拔出来了', remedy: '插好卡，等读完再拔' },
  'smart-card.in-use': { message: '别的程序正占用这张卡', remedy: '关掉别的读卡程序，再读一次' },
  'smart-card.other-card': { message: '不是社会保障卡', remedy: '换用社会保障卡' },
  'smart-card.refused': {
    message: '卡拒绝了读取',
    remedy: '拔出再插，读一次；仍不行，请持卡人到社保经办机构核查',
  },
  'smart-card.corrupt-data': {
    message: '卡内信息不完整',
    remedy: '再读一次；仍不行，请持卡人到社保经办机构核查',
  },
} satisfies Advices
