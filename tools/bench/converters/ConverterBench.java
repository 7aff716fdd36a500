import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.transforms.Transformation;

/** The same jobs as jobs.ts and work.ts, for Java's converters and transformations. */
public final class ConverterBench {
    private static final int RECORDS = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Schema ORDER = SchemaBuilder.struct().name("bench.Order")
        .field("id", Schema.INT64_SCHEMA)
        .field("customer", Schema.STRING_SCHEMA)
        .field("email", Schema.OPTIONAL_STRING_SCHEMA)
        .field("quantity", Schema.INT32_SCHEMA)
        .field("price", Schema.FLOAT64_SCHEMA)
        .field("weight", Schema.FLOAT32_SCHEMA)
        .field("active", Schema.BOOLEAN_SCHEMA)
        .field("status", Schema.STRING_SCHEMA)
        .field("created", Timestamp.SCHEMA)
        .field("note", Schema.STRING_SCHEMA)
        .build();

    /** What one call does; its result is kept, so that no call can be left out. */
    private interface Work {
        Object of(int record);
    }

    private static Object last;

    public static void main(String[] args) throws Exception {
        JsonNode job = JSON.readTree(args[0]);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Work work = job.get("kind").asText().equals("chain") ? chain(job, digest) : converter(job, digest);
        run(work, job.get("warmUpMs").asLong());
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long begin = System.nanoTime();
        long records = run(work, job.get("measureMs").asLong());
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
        System.out.println(JSON.writeValueAsString(Map.of("records", records, "seconds", seconds, "cpuSeconds", cpuSeconds,
            "peakRssMiB", peakRssMiB(), "digest", HexFormat.of().formatHex(digest.digest()))));
        System.exit(0);
    }

    private static long run(Work work, long ms) {
        long end = System.nanoTime() + ms * 1_000_000;
        long records = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < RECORDS; i++) {
                last = work.of(i);
            }
            records += RECORDS;
        }
        return records;
    }

    private static Work converter(JsonNode job, MessageDigest digest) throws Exception {
        Converter converter = (Converter) make(job);
        converter.configure(config(job.get("config")), false);
        int header = job.get("headerBytes").asInt();
        String topic = job.get("topic").asText();
        Schema schema = schema(job.get("values").asText());
        Object[] values = new Object[RECORDS];
        byte[][] bytes = new byte[RECORDS][];
        for (int i = 0; i < RECORDS; i++) {
            values[i] = value(job.get("values").asText(), i);
            bytes[i] = converter.fromConnectData(topic, schema, values[i]);
            digest.update(bytes[i], header, bytes[i].length - header);
        }
        return job.get("kind").asText().equals("from")
            ? i -> converter.fromConnectData(topic, schema, values[i])
            : i -> converter.toConnectData(topic, bytes[i]);
    }

    private static Work chain(JsonNode job, MessageDigest digest) throws Exception {
        List<Transformation<SinkRecord>> made = new ArrayList<>();
        for (JsonNode step : job.get("steps")) {
            @SuppressWarnings("unchecked")
            Transformation<SinkRecord> transformation = (Transformation<SinkRecord>) make(step);
            transformation.configure(config(step.get("config")));
            made.add(transformation);
        }
        @SuppressWarnings("unchecked")
        Transformation<SinkRecord>[] steps = made.toArray(new Transformation[0]);
        String topic = job.get("topic").asText();
        JsonConverter json = new JsonConverter();
        json.configure(Map.of("schemas.enable", "true"), false);
        SinkRecord[] records = new SinkRecord[RECORDS];
        for (int i = 0; i < RECORDS; i++) {
            records[i] = new SinkRecord(topic, 0, null, null, ORDER, value("order", i), i);
            SinkRecord result = apply(steps, records[i]);
            digest.update(json.fromConnectData(topic, result.valueSchema(), result.value()));
        }
        return i -> apply(steps, records[i]);
    }

    private static SinkRecord apply(Transformation<SinkRecord>[] steps, SinkRecord record) {
        for (Transformation<SinkRecord> step : steps) {
            record = step.apply(record);
        }
        return record;
    }

    private static Object make(JsonNode of) throws ReflectiveOperationException {
        return Class.forName(of.get("class").asText()).getDeclaredConstructor().newInstance();
    }

    private static Map<String, String> config(JsonNode node) {
        Map<String, String> config = new HashMap<>();
        node.properties().forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        return config;
    }

    private static Schema schema(String values) {
        return switch (values) {
            case "order" -> ORDER;
            case "text" -> Schema.STRING_SCHEMA;
            case "bytes" -> Schema.BYTES_SCHEMA;
            case "int64" -> Schema.INT64_SCHEMA;
            case "float64" -> Schema.FLOAT64_SCHEMA;
            default -> throw new IllegalArgumentException(values);
        };
    }

    private static Object value(String values, int i) {
        return switch (values) {
            case "order" -> order(i);
            case "text" -> text(i);
            case "bytes" -> text(i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            case "int64" -> 10_000_000_000L + i;
            case "float64" -> i * 1.25 + 0.5;
            default -> throw new IllegalArgumentException(values);
        };
    }

    private static String text(int i) {
        return ("line " + i + " ").repeat(20).substring(0, 100);
    }

    private static Struct order(int i) {
        return new Struct(ORDER)
            .put("id", 10_000_000_000L + i)
            .put("customer", "customer-" + i)
            .put("email", i % 4 == 0 ? null : "user" + i + "@example.com")
            .put("quantity", i % 100)
            .put("price", i * 1.25 + 0.5)
            .put("weight", i / 8f)
            .put("active", i % 2 == 0)
            .put("status", List.of("new", "paid", "sent", "done").get(i % 4))
            .put("created", new Date(1_760_000_000_000L + i * 1000L))
            .put("note", "Zürich – " + i);
    }

    private static double peakRssMiB() throws Exception {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        String line = Files.readAllLines(status).stream().filter(l -> l.startsWith("VmHWM")).findFirst().orElseThrow();
        return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
    }
}
