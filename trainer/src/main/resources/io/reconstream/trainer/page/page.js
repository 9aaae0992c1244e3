(() => {
  const page = JSON.parse(document.getElementById('data').textContent);
  const colours = ['#2f6fde', '#e4572e', '#2a9d70', '#a05cc9', '#d99a1c', '#159fb5', '#c2427f', '#7a8591'];
  const ink = getComputedStyle(document.documentElement).getPropertyValue('--soft').trim();
  const line = getComputedStyle(document.documentElement).getPropertyValue('--line').trim();
  Chart.defaults.color = ink;
  Chart.defaults.borderColor = line;
  Chart.defaults.animation = false;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;

  const element = (name, parent, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  };

  const isNumber = text => /^[-+−]?[\d.,]+(e[-+]?\d+)?( ?%|×)?$/i.test(text);

  const markers = {
    id: 'markers',
    afterDatasetsDraw(chart, _args, options) {
      const { ctx, chartArea: area, scales } = chart;
      for (const marker of options.list || []) {
        const x = scales.x.getPixelForValue(marker.x);
        if (x < area.left || x > area.right) continue;
        ctx.save();
        ctx.strokeStyle = ctx.fillStyle = '#e4572e';
        ctx.setLineDash([5, 4]);
        ctx.beginPath();
        ctx.moveTo(x, area.top);
        ctx.lineTo(x, area.bottom);
        ctx.stroke();
        ctx.font = '12px sans-serif';
        const right = x > (area.left + area.right) / 2;
        ctx.textAlign = right ? 'right' : 'left';
        ctx.fillText(marker.name, x + (right ? -5 : 5), area.top + 12);
        ctx.restore();
      }
    }
  };

  const draw = {
    text(block, card) {
      element(block.preformatted ? 'pre' : 'p', card, '', block.text);
    },
    figures(block, card) {
      const row = element('div', card, 'figures');
      for (const figure of block.figures) {
        const tile = element('div', row);
        tile.title = figure.hint;
        element('b', tile, '', figure.value);
        element('span', tile, '', figure.name);
      }
    },
    table(block, card) {
      if (block.caption) element('h3', card, '', block.caption);
      const table = element('table', element('div', card, 'scroll'));
      const numeric = block.header.map((_, i) => block.rows.length > 0
        && block.rows.every(row => row[i] === '' || row[i] === '–' || isNumber(row[i])));
      const head = element('tr', element('thead', table));
      block.header.forEach((cell, i) => element('th', head, numeric[i] ? 'number' : '', cell));
      const body = element('tbody', table);
      for (const row of block.rows) {
        const tr = element('tr', body);
        row.forEach((cell, i) => element('td', tr, numeric[i] ? 'number' : cell.length > 24 ? 'long' : '', cell));
      }
    },
    images(block, card) {
      element('h3', card, '', block.caption);
      const grid = element('div', card, 'images');
      grid.style.gridTemplateColumns = `repeat(${block.perRow}, max-content)`;
      for (const image of block.images) {
        const figure = element('figure', grid);
        const canvas = element('canvas', figure);
        canvas.width = image.width;
        canvas.height = image.pixels.length / image.width;
        const context = canvas.getContext('2d');
        const data = context.createImageData(canvas.width, canvas.height);
        image.pixels.forEach((grey, i) => data.data.set([grey, grey, grey, 255], i * 4));
        context.putImageData(data, 0, 0);
        element('figcaption', figure, '', image.label);
      }
    },
    chart(block, card) {
      element('h3', card, '', block.title);
      const canvas = element('canvas', element('div', card, 'canvas'));
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', block.title);
      const categories = block.categories.length > 0;
      const bars = block.series.some(series => series.shape === 'BARS');
      const axis = (spec, type) => ({ type, title: { display: true, text: spec.name } });
      const datasets = block.series.map((series, i) => {
        const colour = colours[i % colours.length];
        const drawn = series.points.filter(point => point.x !== null && point.y !== null);
        return {
          type: { LINE: 'line', AREA: 'line', POINTS: 'scatter', BARS: 'bar' }[series.shape],
          label: series.name,
          data: categories ? drawn.map(point => point.y) : drawn,
          borderColor: colour,
          backgroundColor: series.shape === 'LINE' ? colour : colour + (series.shape === 'POINTS' ? 'aa' : '66'),
          borderWidth: series.shape === 'BARS' ? 0 : 1.8,
          fill: series.shape === 'AREA',
          pointRadius: series.shape === 'POINTS' ? 2.2 : drawn.length < 2 ? 3 : 0,
          barPercentage: 1,
          categoryPercentage: categories ? 0.8 : 1,
          grouped: categories
        };
      });
      new Chart(canvas, {
        type: bars ? 'bar' : 'scatter',
        data: { labels: categories ? block.categories : undefined, datasets },
        options: {
          maintainAspectRatio: false,
          parsing: categories ? undefined : { xAxisKey: 'x', yAxisKey: 'y' },
          scales: {
            x: axis(block.x, categories ? 'category' : block.x.logarithmic ? 'logarithmic' : 'linear'),
            y: axis(block.y, block.y.logarithmic ? 'logarithmic' : 'linear')
          },
          plugins: {
            legend: { display: block.series.length > 1, labels: { boxWidth: 14 } },
            markers: { list: block.markers }
          }
        },
        plugins: [markers]
      });
    }
  };

  const main = document.getElementById('page');
  for (const section of page.sections) {
    const part = element('section', main);
    if (section.heading) element('h2', part, '', section.heading);
    const blocks = element('div', part, 'blocks');
    for (const block of section.blocks) {
      const wide = block.block === 'figures' || block.block === 'images'
        || (block.block === 'table' && block.header.length > 5);
      draw[block.block](block, element('div', blocks, wide ? 'card wide' : 'card'));
    }
  }
  document.documentElement.dataset.drawn = 'true';
})();
