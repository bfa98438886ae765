import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes records as Kafka's own client does. Arguments: brokers, topic, compression, number of records, bytes of each. Values are "0:xxx", "1:xxx". */
class JavaProducer {
    public static void main(String[] args) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", args[0]);
        properties.put("compression.type", args[2]);
        properties.put("key.serializer", StringSerializer.class.getName());
        properties.put("value.serializer", StringSerializer.class.getName());
        // All in a few batches, so that there is something to compress in each.
        properties.put("linger.ms", "200");
        properties.put("batch.size", "500000");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties)) {
            for (int n = 0; n < Integer.parseInt(args[3]); n++) {
                StringBuilder value = new StringBuilder(n + ":");
                while (value.length() < Integer.parseInt(args[4])) value.append((char) ('a' + (value.length() * 31 + n) % 26));
                producer.send(new ProducerRecord<>(args[1], "k", value.toString()));
            }
            producer.flush();
        }
    }
}
