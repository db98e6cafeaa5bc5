/**
 * 办件状态 of one department's case, by name; regions number the same states differently, so numbers exist only in
 * the mapping layer at a border (domain facts §1.4).
 */
export const caseStatuses = [
  'waiting', // 等待上游: an earlier matter's result is still needed
  'pending', // 待受理
  'accepted', // 已受理
  'rejected', // 不予受理
  'supplementing', // 补正
  'processing', // 办理中
  'suspended', // 特别程序
  'completed', // 办结
  'withdrawn', // 撤回
] as const
export type CaseStatus = (typeof caseStatuses)[number]

/** Where an intake is on its way, as the terminal sees it. */
export const deliveryStates = [
  'waiting', // 已保存，待上传
  'sending', // 上传中
  'delivered', // 已送达统一受理系统
  'refused', // 被退回，需要处理
] as const
export type DeliveryState = (typeof deliveryStates)[number]
