import { defineComponent, h, onMounted, ref } from 'vue';

let count = 0;

/** A picture that Mermaid draws in the browser; without JavaScript its text stays. */
export const Picture = defineComponent({
  props: { code: { type: String, required: true } },
  setup({ code }) {
    const text = decodeURIComponent(code);
    const drawing = ref('');
    onMounted(async () => {
      const { default: mermaid } = await import('mermaid');
      // Texts of SVG: those of HTML take the line height of the page, for which there is no room.
      mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', htmlLabels: false });
      const { svg } = await mermaid.render(`picture-${count++}`, text);
      drawing.value = svg;
    });
    return () => (drawing.value === '' ? h('pre', text) : h('div', { class: 'picture', innerHTML: drawing.value }));
  },
});
