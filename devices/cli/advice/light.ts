import type { Advices } from './advice.ts'

export const statusLight = {
  'light.refused': { message: '继电器板拒绝了指令', remedy: '核对 channels 的序号和站号 address' },
  'light.no-such-colour': { message: '没有配置这种颜色的灯', remedy: '在 channels 里写明这种颜色接在第几路' },
} satisfies Advices
