import type { DeviceKind } from '#devices/contract'
import {
  CreditCard,
  IdCard,
  Lightbulb,
  MonitorCog,
  Printer,
  ScanLine,
  ScanQrCode,
  ThumbsUp,
} from '@lucide/vue'
import type { Component } from 'vue'

const icons: Partial<Record<DeviceKind, Component>> = {
  'id-card-reader': IdCard,
  'receipt-printer': Printer,
  'document-scanner': ScanLine,
  'document-printer': Printer,
  'code-scanner': ScanQrCode,
  'smart-card-reader': CreditCard,
  'review-pad': ThumbsUp,
  'status-light': Lightbulb,
}

/** The picture that stands for a kind of device. */
export function iconOf(kind: DeviceKind): Component {
  return icons[kind] ?? MonitorCog
}
