export { default as MaterialsView } from './MaterialsView.vue'
