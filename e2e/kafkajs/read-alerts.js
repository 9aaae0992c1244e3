// SPDX-License-Identifier: Apache-2.0
// Prints the alerts of a topic from its beginning, one JSON object a line, until COUNT are read:
//   node read-alerts.js BOOTSTRAP_SERVERS REGISTRY_URL TOPIC COUNT
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry'
import kafkajs from 'kafkajs'

const { Kafka, logLevel } = kafkajs
const [bootstrapServers, registryUrl, topic, count] = process.argv.slice(2)

const registry = new SchemaRegistry({ host: registryUrl })
const kafka = new Kafka({
  clientId: 'alert-reader',
  brokers: bootstrapServers.split(','),
  logLevel: logLevel.ERROR,
})
const consumer = kafka.consumer({ groupId: `alert-reader-${process.pid}` })

// Avro's longs and doubles become JSON numbers; 64-bit ones that do not fit, text
const plain = (_, value) => (typeof value === 'bigint' ? value.toString() : value)

let remaining = Number(count)
await consumer.connect()
await consumer.subscribe({ topic, fromBeginning: true })
await new Promise((resolve, reject) => {
  consumer.on(consumer.events.CRASH, (event) => reject(event.payload.error))
  consumer.run({
    eachMessage: async ({ message }) => {
      if (remaining <= 0) return
      const value = await registry.decode(message.value)
      console.log(JSON.stringify({ key: message.key?.toString(), value }, plain))
      remaining -= 1
      if (remaining === 0) resolve()
    },
  })
})
await consumer.disconnect()
