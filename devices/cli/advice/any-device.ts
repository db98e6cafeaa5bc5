import type { Advices } from './advice.ts'

export const anyDevice = {
  'device.not-configured': { message: '没有配置这台设备', remedy: '检查 terminal.yaml 的 devices 一节' },
  'device.unsupported-operation': { message: '这台设备没有这项功能', remedy: '换用对应类型的设备' },
  'device.invalid-request': { message: '请求的参数不对', remedy: '对照帮助检查参数' },
  'device.open-failed': { message: '打不开设备', remedy: '检查电源和连线，核对 --transport 的路径或地址' },
  'device.permission-denied': {
    message: '没有权限使用这个端口',
    remedy: '把当前用户加入 dialout 组（Linux），或以有权限的用户运行',
  },
  'device.disconnected': { message: '设备断开了', remedy: '检查连线和电源后再试' },
  'device.timeout': { message: '设备没有应答', remedy: '核对波特率和连线，给设备断电再上电' },
  'device.protocol': { message: '设备的应答看不懂', remedy: '核对设备型号与驱动、波特率，换一根短的连线' },
  'device.cancelled': { message: '操作已取消', remedy: '需要时重新执行' },
  'device.stopped': { message: '设备服务已停止', remedy: '重新启动程序' },
  'device.port-claimed': {
    message: '这个端口在 terminal.yaml 里已是一台设备，没有试探',
    remedy: '要试探就先把那台设备从 terminal.yaml 里去掉，并关掉终端',
  },
  'device.set-aside': {
    message: '驱动反复崩溃，已停用这台设备',
    remedy: '更新驱动或换接口后，在设备页按“再试”；其他设备不受影响',
  },
  'device.certificate': {
    message: '设备的证书不受信任',
    remedy: '核对证书指纹，写入 options.certificateSha256；指纹变了又没换设备，请查网络',
  },
  'device.internal': { message: '程序内部出错', remedy: '保存这段输出并联系开发人员' },
} satisfies Advices
