export { default as ReceiptPreview } from './ReceiptPreview.vue'
export { default as ReceiptView } from './ReceiptView.vue'
export { default as ReviewView } from './ReviewView.vue'
